/// The state of expectation–maximization over numeric answers.
struct PrecisionFit {
    private let answers: NumericAnswers
    private let pseudo: Double
    private var center: Double
    /// Each task's truth from the center, its variance, and the same before the tasks' own spread draws it in.
    private var truths: [Double]
    private var variances: [Double]
    private var precisions: [Double]
    private var sums: [Double]
    /// The variance of truths.
    private var spread: Double
    private var biases: [Double]
    private var slopes: [Double]
    private var noises: [Double]
    private var counts: [Double]
    /// The least variance: workers who agree to the last digit are not infinitely sure.
    private let floor: Double

    init(_ answers: NumericAnswers, start: [Double], pseudo: Double) {
        self.answers = answers
        self.pseudo = pseudo
        let given = start.filter { !$0.isNaN }
        let center = given.reduce(0, +) / Double(given.count)
        self.center = center
        truths = start.map { $0.isNaN ? 0 : $0 - center }
        variances = [Double](repeating: 0, count: start.count)
        precisions = variances
        sums = variances
        let all = answers.values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(answers.count)
        floor = 1e-9 * all
        spread = max(floor, given.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(given.count))
        biases = [Double](repeating: 0, count: answers.workerCount)
        slopes = [Double](repeating: 1, count: answers.workerCount)
        counts = biases
        for worker in answers.workers { counts[Int(worker)] += 1 }
        noises = [Double](repeating: all, count: answers.workerCount)
    }

    /// Refits the workers to the tasks' truths.
    mutating func maximize() {
        var products = [Double](repeating: pseudo * spread, count: slopes.count)
        var squares = products
        each { worker, task, value in
            products[worker] += truths[task] * (value - center - biases[worker])
            squares[worker] += truths[task] * truths[task] + variances[task]
        }
        for worker in slopes.indices { slopes[worker] = products[worker] / squares[worker] }
        var residuals = [Double](repeating: 0, count: slopes.count)
        each { worker, task, value in residuals[worker] += value - center - slopes[worker] * truths[task] }
        for worker in biases.indices { biases[worker] = residuals[worker] / (counts[worker] + pseudo) }
        var errors = [Double](repeating: 0, count: slopes.count)
        each { worker, task, value in
            let error = value - center - biases[worker] - slopes[worker] * truths[task]
            errors[worker] += error * error + slopes[worker] * slopes[worker] * variances[task]
        }
        let common = errors.reduce(0, +) / Double(answers.count)
        for worker in noises.indices {
            noises[worker] = max(floor, (errors[worker] + pseudo * common) / (counts[worker] + pseudo))
        }
    }

    /// Refits the tasks' truths to the workers; the largest change.
    mutating func expect() -> Double {
        for task in truths.indices {
            precisions[task] = 0
            sums[task] = 0
        }
        each { worker, task, value in
            let weight = slopes[worker] / noises[worker]
            precisions[task] += weight * slopes[worker]
            sums[task] += weight * (value - center - biases[worker])
        }
        var change = 0.0
        var total = 0.0
        var answered = 0.0
        for task in truths.indices where precisions[task] > 0 {
            let next = sums[task] / (precisions[task] + 1 / spread)
            change = max(change, abs(next - truths[task]))
            truths[task] = next
            variances[task] = 1 / (precisions[task] + 1 / spread)
            total += next * next + variances[task]
            answered += 1
        }
        spread = max(floor, total / max(1, answered))
        return change
    }

    var consensus: NumericConsensus {
        NumericConsensus(
            values: truths.indices.map { precisions[$0] > 0 ? center + sums[$0] / precisions[$0] : .nan },
            standardErrors: precisions.map { $0 > 0 ? (1 / $0).squareRoot() : .nan },
            workers: biases.indices.map {
                NumericWorker(
                    count: Int(counts[$0]), bias: biases[$0], slope: slopes[$0], deviation: noises[$0].squareRoot())
            })
    }

    private func each(_ body: (Int, Int, Double) -> Void) {
        for task in truths.indices {
            for place in answers.offsets[task]..<answers.offsets[task + 1] {
                body(Int(answers.workers[place]), task, answers.values[place])
            }
        }
    }
}
