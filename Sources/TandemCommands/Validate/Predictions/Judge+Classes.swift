import TandemNumerics
import TandemStatistics
import TandemTabular

extension Judge {
    func classes(
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
                "\(columns.path): several classes need a column \(columns.options.predicted), or p_<class> for each")
        }
        let predicted = columns.hasPredicted ? taken(names.codes(columns.predictedCodes)) : nil
        return .classes(
            try ClassEvaluation(
                truth: taken(names.codes(columns.truthCodes)), predicted: predicted, probabilities: probabilities,
                classCount: max(1, names.names.count), options: options), names: names.names)
    }

    func binary(
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
