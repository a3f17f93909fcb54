import TandemModeling
import TandemNumerics
import TandemTabular
import TandemValidation

/// Methods that change what a model learns from.
extension MitigationWork {
    /// The file with a column `weight`.
    func reweighing() -> Report {
        let weights = Reweighing.weights(
            truth: file.predictions.truth, grouping: grouping, weights: file.predictions.weights)
        var sums = [Double](repeating: 0, count: grouping.count)
        var sizes = sums
        for (row, group) in grouping.codes.enumerated() {
            sizes[Int(group)] += 1
            sums[Int(group)] += weights[row]
        }
        let rows = zip(sums, sizes).enumerated().map { group, sums in
            [grouping.title(group), SummaryTable.number(sums.1), SummaryTable.number(sums.0 / sums.1)]
        }
        return Report(
            facts: facts, rows: columns(replacing: [:], adding: [.init("weight", .numbers(weights))]),
            summary: [SummaryTable("Mean weight", columns: ["group", "rows", "weight"], rows: rows)])
    }

    /// The file with repaired numeric features.
    func impactRemover() throws -> Report {
        let numeric = try numericFeatures()
        let repaired = numeric.mapValues {
            ImpactRemover.repaired($0, grouping: grouping, amount: command.amount)
        }
        return changed(numeric, repaired)
    }

    /// The file with numeric features that are uncorrelated with the groups' columns.
    func correlationRemover() throws -> Report {
        let numeric = try numericFeatures()
        let names = numeric.keys.sorted()
        if let gap = names.first(where: { numeric[$0]?.contains(where: \.isNaN) == true }) {
            throw CommandProblem.badInput(
                "\(command.path): column \(gap) has missing values; fill them or leave it out by --features")
        }
        let sensitive = file.sensitive.flatMap { column in
            // One indicator less than values: the last follows from the others.
            column.values.names.indices.dropLast().map { place in
                column.values.codes.map { $0 == Int32(place) ? 1.0 : 0 }
            }
        }
        let features = names.compactMap { numeric[$0] }
        let remover = try CorrelationRemover(sensitive: sensitive, features: features)
        let removed = remover.transform(sensitive: sensitive, features: features, alpha: command.amount)
        return changed(numeric, Dictionary(uniqueKeysWithValues: zip(names, removed)))
    }

    /// A mixture of models learned under a limit on the gap, found on seven tenths and looked at on the rest.
    func exponentiatedGradient() throws -> Report {
        let names = try featureNames()
        guard !names.isEmpty else {
            throw CommandProblem.badInput("\(command.path): there is no feature to learn from")
        }
        let frame = try file.table.frame(names)
        let (found, kept) = split(0.7)
        let truth = file.predictions.truth
        let learner = LogisticRegression()
        let training = frame.rows(at: found)
        let set = try TrainingSet(
            frame: training, labels: found.map { truth[$0] ? "1" : "0" }, classes: ["0", "1"])
        let plain = try learner.fit(set, seed: command.files.seed)
        let method = ExponentiatedGradient(
            constraint: command.constraint == .equalizedOdds ? .equalizedOdds : .demographicParity,
            slack: max(1e-3, command.maxGap / 2))
        let part = Grouping(
            file.sensitive.map { column in
                (column.name, Codes(codes: found.map { column.values.codes[$0] }, names: column.values.names))
            })
        let mixture = try method.fit(
            training, truth: found.map { truth[$0] }, grouping: part, learner: learner, seed: command.files.seed)
        let after = mixture.probabilities(frame)
        let plainScores = plain.scores(frame)
        let before = (0..<frame.rowCount).map { plainScores[$0, 1] > 0.5 ? 1.0 : 0 }
        let outcomes = [("before", before), ("after", after)].flatMap { name, answers in
            [("found", found), ("held_out", kept)].map { place, rows in
                (name + "_" + place, outcome(rows.map { answers[$0] }, rows: rows))
            }
        }
        var facts = facts.merging(Dictionary(uniqueKeysWithValues: outcomes)) { $1 }
        facts["models"] = JSONValue(mixture.count)
        let isFound = Set(found)
        let rows = columns(
            replacing: [:],
            adding: [
                .init("plain", .integers(before.map { Int($0) })), .init("p_positive", .numbers(after)),
                .init("part", .texts((0..<frame.rowCount).map { isFound.contains($0) ? "found" : "held_out" })),
            ])
        return Report(facts: facts, rows: rows, summary: [summary(outcomes)])
    }

    private func numericFeatures() throws -> [String: [Double]] {
        let frame = try file.table.frame(try featureNames())
        var numeric: [String: [Double]] = [:]
        for column in frame.schema.columns { numeric[column.name] = frame.numbers(column.name) }
        guard !numeric.isEmpty else {
            throw CommandProblem.badInput("\(command.path): there is no numeric feature to change")
        }
        return numeric
    }

    private func changed(_ before: [String: [Double]], _ after: [String: [Double]]) -> Report {
        var facts = facts
        facts["changed"] = .array(after.keys.sorted().map(JSONValue.string))
        let rows = after.keys.sorted().map { name -> [String] in
            let pairs = zip(before[name] ?? [], after[name] ?? []).filter { !$0.0.isNaN }
            let moved = pairs.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(max(1, pairs.count))
            return [name, SummaryTable.number(moved)]
        }
        return Report(
            facts: facts, rows: columns(replacing: after),
            summary: [SummaryTable("Changed features", columns: ["feature", "mean change"], rows: rows)])
    }
}
