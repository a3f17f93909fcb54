import TandemStatistics
import TandemTabular

/// Makes predictions ready to be judged, in an order of rows and with classes that several files may share.
struct Judge {
    let columns: PredictionColumns
    let choices: MetricChoices

    /// The classes this file speaks of.
    var names: ClassNames {
        var all = [columns.truthCodes.names, columns.probabilityClasses]
        if columns.hasPredicted { all.append(columns.predictedCodes.names) }
        return ClassNames(all)
    }

    /// What is predicted, told from the columns where not said.
    func task() throws -> PredictionOptions.Task {
        let options = columns.options
        guard options.task == .auto else { return options.task }
        let names = ClassNames([columns.truthCodes.names])
        if columns.probabilityClasses.count > 2 { return .multiclass }
        if columns.probabilityClasses.count == 2 {
            return names.names.allSatisfy(columns.probabilityClasses.contains) ? .binary : .multiclass
        }
        if columns.hasScore || columns.probabilityClasses.count == 1 {
            if names.names.count <= 2 || options.positive != nil { return .binary }
            if names.isNumeric, columns.hasScore { return .ranking }
            throw CommandProblem.badInput(
                "\(columns.path): \(names.names.count) classes but one score: say --positive CLASS, or give a column "
                    + "p_<class> for each")
        }
        guard columns.hasPredicted else {
            throw CommandProblem.badInput(
                "\(columns.path): nothing is predicted: a column \(options.predicted), \(options.score) or p_<class> "
                    + "is needed")
        }
        let all = self.names
        let isContinuous = all.names.count > 20 || all.names.contains { Double($0).map { $0 != $0.rounded() } ?? false }
        if all.isNumeric, isContinuous { return .regression }
        return all.names.count <= 2 || options.positive != nil ? .binary : .multiclass
    }

    /// The predictions of `rows` in their order, of all when nil; classes are those of `names`, shared with other
    /// files, or the file's own.
    func judged(names shared: ClassNames? = nil, rows: [Int]? = nil) throws -> Judged {
        func taken<Value>(_ values: [Value]) -> [Value] { rows.map { $0.map { values[$0] } } ?? values }
        switch try task() {
        case .regression:
            var options = RegressionEvaluation.Options()
            options.alpha = choices.alpha
            options.power = choices.power
            guard columns.hasPredicted else {
                throw CommandProblem.badInput("\(columns.path): there is no column \(columns.options.predicted)")
            }
            return .regression(
                try RegressionEvaluation(
                    truth: taken(columns.numbers(columns.options.truth)),
                    predicted: taken(columns.numbers(columns.options.predicted)), options: options))
        case .ranking:
            let queries = columns.table.holds("query") ? columns.table.codes("query").codes : nil
            return .ranking(
                try RankingEvaluation(
                    relevance: taken(columns.numbers(columns.options.truth)), scores: taken(columns.score),
                    queries: queries.map { taken($0) }, k: choices.k))
        case .multiclass: return try classes(shared ?? names, taken, taken)
        case .binary, .auto: return try binary(shared ?? names, taken, taken)
        }
    }
}
