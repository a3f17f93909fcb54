import TandemLabeling
import TandemTabular

/// What the aggregation of labels understands.
struct ChoiceOptions {
    let method: String
    let gold: String?
    let workers: String?
    let probabilities: String?
    let files: FileOptions

    /// Whether anybody will read what is learned about workers.
    var wantsWorkers: Bool {
        workers != nil || files.chart != nil || files.output.map { TableFormat(path: $0) == .json } ?? true
    }

    /// Refuses a method that is not there, or cannot be together with a model.
    func check() throws {
        guard Aggregators.names.contains(method) else {
            throw CommandProblem.usage(
                "there is no method \(method); known are \(Aggregators.names.joined(separator: ", "))")
        }
        guard probabilities == nil || method == Aggregators.automatic else {
            throw CommandProblem.usage(
                "--probabilities is judged by CROWDLAB, which is a method of its own; leave out --method \(method)")
        }
    }
}
