import TandemLabeling
import TandemNumerics

/// Functions with a known truth, drawn as scripts/reference/weaksupervision.py draws them.
struct PlantedVotes: Decodable {
    struct Function: Decodable {
        var coverage: Double
        var accuracy: Double
        var only: Int?
        var copies: Int?
        var fidelity: Double?
    }

    let name: String
    let seed: UInt64
    var tasks: Int
    let prior: [Double]
    let functions: [Function]
    /// Number of votes in Python's draw.
    let votes: Int
    let snorkel: Double
    let majority: Double

    /// The truth of each task and the functions' votes.
    func draw(functionOrder: [Int]? = nil) throws -> (truth: [Int], votes: FunctionVotes) {
        var random = SplitMix64(seed: seed)
        var truth: [Int] = []
        var columns = [[Int16]](repeating: [], count: functions.count)
        for _ in 0..<tasks {
            let draw = random.uniform()
            var sum = 0.0
            var label = 0
            for share in prior {
                sum += share
                if draw >= sum { label += 1 }
            }
            label = min(label, prior.count - 1)
            truth.append(label)
            for (place, function) in functions.enumerated() {
                let vote = vote(function, label, columns, &random)
                columns[place].append(vote)
            }
        }
        let order = functionOrder ?? Array(functions.indices)
        return (
            truth,
            try FunctionVotes(
                functions: order.map { "f\($0)" }, labels: prior.indices.map { "label\($0)" },
                columns: order.map { columns[$0] })
        )
    }

    private func vote(_ function: Function, _ label: Int, _ columns: [[Int16]], _ random: inout SplitMix64) -> Int16 {
        let (covers, right, error, copying) = (random.uniform(), random.uniform(), random.uniform(), random.uniform())
        let wrong = (label + 1 + min(Int(error * Double(prior.count - 1)), prior.count - 2)) % prior.count
        var vote = covers < function.coverage ? Int16(right < function.accuracy ? label : wrong) : -1
        if let only = function.only, Int(vote) != only { vote = -1 }
        if let copied = function.copies, copying < (function.fidelity ?? 1), let original = columns[copied].last {
            vote = original
        }
        return vote
    }
}

/// Share right among tasks with a vote; a tie of t labels counts 1/t when the truth is among them.
func accuracy(_ labels: WeakLabels, _ truth: [Int]) -> Double {
    var right = 0.0
    for task in truth.indices where labels.overview.votesOnTask[task] > 0 {
        let row = Array(labels.probabilities[task * labels.labels.count..<(task + 1) * labels.labels.count])
        let top = (row.max() ?? 0) - 1e-9
        if row[truth[task]] >= top { right += 1 / Double(row.count { $0 >= top }) }
    }
    return right / Double(labels.overview.covered)
}
