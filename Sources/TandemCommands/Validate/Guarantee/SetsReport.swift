import TandemStatistics
import TandemTabular
import TandemValidation

/// Conformal sets of labels: their thresholds, and how they do.
struct SetsReport {
    let command: GuaranteeCommand
    let file: GuaranteeFile
    let rule: ConformalRule

    /// Calibrates on the file's rows with a truth, and gives the sets of others where asked for.
    func report(at desk: Desk) throws -> Report {
        let classes = Array(file.labels.prefix(file.probabilityCount))
        let own = try SetItems(file, needsSums: rule.score.isCumulative)
        let fit = rule.calibrate(own.items, threads: command.files.threads)
        guard let path = command.apply else {
            let sets = fit.leaveOneOutSets(own.items, threads: command.files.threads)
            return SetsTables(command: command, fit: fit, file: file, evaluated: own, sets: sets).report
        }
        let other = try GuaranteeFile(
            path, format: TableFormat(path: path) ?? command.files.format,
            request: .init(by: command.by, needsTruth: false, labels: classes), at: desk)
        let items = try SetItems(
            other, needsSums: rule.score.isCumulative, groupNames: rule.stratum == .group ? own.groupNames : nil)
        let sets = fit.sets(items.items, threads: command.files.threads)
        return SetsTables(command: command, fit: fit, file: file, evaluated: items, sets: sets).applied
    }
}

/// A file's rows as conformal prediction sees them.
struct SetItems {
    let file: GuaranteeFile
    let items: CalibrationProbabilities
    let groupNames: [String]

    /// Rows in the groups that were calibrated; nil where any will do.
    init(_ file: GuaranteeFile, needsSums: Bool, groupNames: [String]? = nil) throws {
        self.file = file
        let width = file.probabilityCount
        guard width > 0 else {
            throw CommandProblem.badInput("\(file.path): sets need a column p_<label> for each label")
        }
        try Self.check(file, width, needsSums: needsSums)
        let names = groupNames ?? file.groups?.names ?? []
        self.groupNames = names
        items = CalibrationProbabilities(
            labelCount: width, values: file.probabilities, truth: file.truth,
            groups: try Self.groups(file, among: names), groupCount: names.count)
    }

    private static func groups(_ file: GuaranteeFile, among names: [String]) throws -> [Int] {
        guard let groups = file.groups, groups.names != names else { return file.groups?.codes ?? [] }
        let map = groups.names.map { name in names.firstIndex(of: name) }
        return try groups.codes.enumerated().map { row, code in
            if let place = map[code] { return place }
            let problem = file.table.problem(
                row: row, "the group \(groups.names[code]) has no row in the calibration, so nothing is known of it")
            throw FileProblems(path: file.path, problems: TableProblems([problem]))
        }
    }

    private static func check(_ file: GuaranteeFile, _ width: Int, needsSums: Bool) throws {
        var problems: [RowProblem] = []
        for row in 0..<file.count {
            if let truth = file.truth[row], truth >= width {
                problems.append(
                    file.table.problem(
                        row: row, column: "y_true", "there is no column p_\(file.labels[truth]) for the true label"))
            }
            guard needsSums else { continue }
            let sum = file.probabilities[row * width..<(row + 1) * width].reduce(0, +)
            if abs(sum - 1) > 0.01 {
                problems.append(
                    file.table.problem(row: row, "the probabilities sum to \(sum), not 1: aps and raps need them to"))
            }
        }
        if !problems.isEmpty { throw FileProblems(path: file.path, problems: TableProblems(problems)) }
    }
}
