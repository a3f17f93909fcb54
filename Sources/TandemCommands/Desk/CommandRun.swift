import TandemLabeling
import TandemModeling
import TandemStatistics
import TandemTabular
import TandemTraining
import TandemValidation

/// Runs a command on files: report first, effects after, problems as lines on standard error and an exit code.
struct CommandRun {
    let desk: Desk

    /// Most bad rows that are listed.
    private static let listed = 20

    /// 0, or the exit code of the problem.
    func perform(_ command: some FileCommand) -> Int32 {
        do {
            let start = ProcessorTime.now
            var desk = desk
            desk.renaming = try command.files.renaming
            let report = try command.report(at: desk)
            let done = ProcessorTime.now
            for note in report.notes { desk.complain("tandem: \(note)") }
            try Delivery(report: report, options: command.files, desk: desk).deliver()
            if command.files.timings { tell(computing: done - start - desk.spentReading.total, since: done) }
            return 0
        } catch {
            return complain(error)
        }
    }

    /// One line that the benchmarks and people can read; never part of the result, which is the same bytes every time.
    private func tell(computing: Double, since done: Double) {
        let parts = [
            ("reading", desk.spentReading.total), ("computing", computing), ("writing", ProcessorTime.now - done),
        ]
        let times = parts.map { "\($0.0) \(SummaryTable.number($0.1, digits: 3)) s" }.joined(separator: ", ")
        let memory = SummaryTable.number(ProcessorTime.peakMegabytes, digits: 1)
        desk.complain("tandem: processor time: \(times); peak memory \(memory) MB")
    }

    private func complain(_ error: any Error) -> Int32 {
        switch error {
        case let problem as CommandProblem:
            desk.complain("tandem: \(problem.message)")
            return problem.kind.rawValue
        case let bad as FileProblems:
            list(bad.problems, path: bad.path)
            return CommandProblem.Kind.badInput.rawValue
        case let bad as TableProblems:
            list(bad, path: nil)
            return CommandProblem.Kind.badInput.rawValue
        case is LabelingError, is StatisticsError, is ModelingError, is JSONError, is RowProblem:
            desk.complain("tandem: \(error)")
            return CommandProblem.Kind.badInput.rawValue
        default:
            desk.complain("tandem: this should not have happened: \(error)")
            return CommandProblem.Kind.defect.rawValue
        }
    }

    private func list(_ bad: TableProblems, path: String?) {
        let place = path.map { "\($0): " } ?? ""
        for problem in bad.problems.prefix(Self.listed) { desk.complain("tandem: \(place)\(problem)") }
        let rest = bad.total - min(Self.listed, bad.problems.count)
        if rest > 0 { desk.complain("tandem: \(place)and \(rest) more bad rows; nothing was written") }
    }
}
