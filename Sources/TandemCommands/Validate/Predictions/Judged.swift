import TandemNumerics
import TandemStatistics
import TandemTabular

/// Predictions made ready to be judged.
enum Judged {
    case binary(BinaryEvaluation, positive: String, threshold: Double?)
    case classes(ClassEvaluation, names: [String])
    case regression(RegressionEvaluation)
    case ranking(RankingEvaluation)

    var evaluation: any Evaluation {
        switch self {
        case .binary(let evaluation, _, _): evaluation
        case .classes(let evaluation, _): evaluation
        case .regression(let evaluation): evaluation
        case .ranking(let evaluation): evaluation
        }
    }

    /// The task's name, as `--task` takes it.
    var task: PredictionOptions.Task {
        switch self {
        case .binary: .binary
        case .classes: .multiclass
        case .regression: .regression
        case .ranking: .ranking
        }
    }

    /// Intervals of every metric.
    func intervals(_ intervals: MetricIntervals, weights: [Double]?) -> [String: Estimate] {
        switch self {
        case .binary(let evaluation, _, _): intervals.of(evaluation, weights: weights)
        case .classes(let evaluation, _): intervals.of(evaluation, weights: weights)
        case .ranking(let evaluation): intervals.of(evaluation, weights: weights)
        case .regression(let evaluation):
            intervals.ofRows(evaluation.rowCount, weights: weights) { evaluation.scores(weights: $0) }
        }
    }
}

/// Choices that some metrics need.
struct MetricChoices {
    var beta = 2.0
    var k = 2
    var alpha = 0.5
    var power = 1.5
}

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

    /// The predictions in their rows' order.
    ///
    /// - Parameters:
    ///   - names: the classes, shared with other files.
    ///   - rows: which rows to take, in which order; all when nil.
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

    private func classes(
        _ names: ClassNames, _ taken: ([Int32]) -> [Int32], _ numbers: ([Double]) -> [Double]
    ) throws -> Judged {
        var options = ClassEvaluation.Options()
        options.beta = choices.beta
        options.k = choices.k
        options.isOrdinal = names.isNumeric
        let given = ClassNames([columns.probabilityClasses])
        var probabilities: Matrix?
        if !columns.probabilityClasses.isEmpty {
            if let row = columns.truthCodes.codes.indices.first(where: {
                columns.truthCodes[$0].map { given.place(of: $0) == nil } ?? false
            }) {
                throw columns.problem(
                    row, columns.options.truth,
                    "class \"\(columns.truthCodes[row] ?? "")\" has no column of probabilities; there are "
                        + columns.probabilityClasses.joined(separator: ", "))
            }
            let parts = names.names.map { name in
                columns.probabilityClasses.first { names.place(of: $0) == names.place(of: name) }
                    .map { numbers(columns.probability($0)) }
            }
            let count = parts.compactMap { $0?.count }.first ?? 0
            var matrix = Matrix(rows: count, columns: names.names.count)
            for (label, part) in parts.enumerated() {
                for (row, value) in (part ?? []).enumerated() { matrix[row, label] = value }
            }
            probabilities = matrix
        } else if !columns.hasPredicted {
            throw CommandProblem.badInput(
                "\(columns.path): several classes need a column \(columns.options.predicted) or a column p_<class> for each")
        }
        let predicted = columns.hasPredicted ? taken(names.codes(columns.predictedCodes)) : nil
        return .classes(
            try ClassEvaluation(
                truth: taken(names.codes(columns.truthCodes)), predicted: predicted, probabilities: probabilities,
                classCount: max(1, names.names.count), options: options), names: names.names)
    }

    private func binary(
        _ found: ClassNames, _ taken: ([Int32]) -> [Int32], _ numbers: ([Double]) -> [Double]
    ) throws -> Judged {
        var names = found
        names.completePair()
        let positive = try positiveClass(names)
        let scores = try score(of: positive, names).map(numbers)
        let place = Int32(names.place(of: positive) ?? -1)
        let truth = taken(names.codes(columns.truthCodes)).map { $0 == place }
        var threshold: Double?
        var decided: [Bool]?
        if columns.hasPredicted {
            decided = taken(names.codes(columns.predictedCodes)).map { $0 == place }
        } else if let scores {
            let isProbability = scores.allSatisfy { $0 >= 0 && $0 <= 1 }
            let limit = columns.options.threshold ?? (isProbability ? 0.5 : 0)
            threshold = limit
            decided = scores.map { $0 >= limit }
        } else {
            throw CommandProblem.badInput(
                "\(columns.path): nothing is predicted: a column \(columns.options.predicted), "
                    + "\(columns.options.score) or p_<class> is needed")
        }
        let evaluation = try BinaryEvaluation(positive: truth, decided: decided, scores: scores, beta: choices.beta)
        return .binary(evaluation, positive: positive, threshold: threshold)
    }

    private func positiveClass(_ names: ClassNames) throws -> String {
        if let said = columns.options.positive {
            guard let place = names.place(of: said) else {
                if names.names.count < 2 { return said }
                throw CommandProblem.badInput(
                    "\(columns.path): there is no class \(said); there are \(names.names.joined(separator: ", "))")
            }
            return names.names[place]
        }
        if columns.probabilityClasses.count == 1 { return columns.probabilityClasses[0] }
        guard names.names.count == 2 else {
            throw CommandProblem.badInput(
                names.names.isEmpty
                    ? "\(columns.path): there are no rows"
                    : "\(columns.path): \(names.names.count) classes (\(names.names.prefix(5).joined(separator: ", "))): "
                        + "say --positive CLASS")
        }
        return names.names[1]
    }

    private func score(of positive: String, _ names: ClassNames) throws -> [Double]? {
        if columns.hasScore { return columns.score }
        if let name = columns.probabilityClasses.first(where: { names.place(of: $0) == names.place(of: positive) }) {
            return columns.probability(name)
        }
        // The other class's column says as much.
        if columns.probabilityClasses.count == 1, names.names.count == 2 {
            return columns.probability(columns.probabilityClasses[0]).map { 1 - $0 }
        }
        return nil
    }
}
