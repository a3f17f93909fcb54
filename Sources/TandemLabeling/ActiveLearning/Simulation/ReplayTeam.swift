import TandemModeling
import TandemNumerics
import TandemTabular

/// The models of one replay: the one that is measured, its folds for out-of-sample probabilities, its committee.
///
/// A row belongs to one fold for good, so that each fold's model may start from that fold's earlier one without having seen
/// what it is asked about.
struct ReplayTeam {
    let features: SparseMatrix
    let pool: [Int]
    let classes: Int
    let learner: LogisticRegression
    let committee: Int
    private var main: ReplayModel?
    private var folds: [ReplayModel?]
    private var consensus: [Int]?

    private static let foldCount = 5

    init(features: SparseMatrix, pool: [Int], classes: Int, learner: LogisticRegression, committee: Int) {
        self.features = features
        self.pool = pool
        self.classes = classes
        self.learner = learner
        self.committee = committee
        folds = [ReplayModel?](repeating: nil, count: Self.foldCount)
    }

    private func fold(_ row: Int) -> Int {
        var lot = SplitMix64(seed: UInt64(row))
        return lot.below(Self.foldCount)
    }

    /// Learns from the labels so far.
    ///
    /// Rows with several votes count with their consensus, judged with the model's own out-of-sample probabilities;
    /// the others with their only vote.
    mutating func learn(_ votes: PoolVotes, labeling: ReplayLabeling) throws -> ReplayModel {
        let rows = labeling.labeled
        var labels = rows.map { Int(votes.labels[votes.offsets[$0]]) }
        if rows.contains(where: { votes.count(on: $0) > 1 }) {
            let out = try outOfSample(rows, labels: majority(rows, votes))
            var probabilities = Matrix(rows: pool.count, columns: classes)
            for (place, row) in rows.enumerated() {
                for label in 0..<classes { probabilities[row, label] = out[place, label] }
            }
            let fitted = Temperature.best(probabilities, votes, rows).scale(probabilities)
            labels = CrowdConsensus(models: [fitted], votes: votes, rows: rows).labels
        }
        consensus = labels
        let model = try ReplayModel(
            rows: rows.map { pool[$0] }, labels: labels, features: features, classes: classes, learner: learner,
            from: main)
        main = model
        return model
    }

    /// What strategies see: the class probabilities of the whole pool, by one model or by each member of a committee.
    mutating func probabilities(
        _ model: ReplayModel, votes: PoolVotes, labeling: ReplayLabeling, wantsCommittee: Bool, isOutOfSample: Bool,
        seed: UInt64
    ) throws -> [Matrix] {
        let rows = labeling.labeled
        let labels = consensus ?? majority(rows, votes)
        if wantsCommittee { return try bagged(rows, labels, seed: seed) }
        var probabilities = model.probabilities(features, at: pool)
        if isOutOfSample {
            let out = try outOfSample(rows, labels: labels)
            for (place, row) in rows.enumerated() {
                for label in 0..<classes { probabilities[row, label] = out[place, label] }
            }
        }
        return [probabilities]
    }

    private func majority(_ rows: [Int], _ votes: PoolVotes) -> [Int] {
        MajorityLabels(votes, rows: rows, classes: classes) { _, _ in 0 }.labels
    }

    private mutating func outOfSample(_ rows: [Int], labels: [Int]) throws -> Matrix {
        var result = Matrix(rows: rows.count, columns: classes)
        for fold in 0..<Self.foldCount {
            let inside = rows.indices.filter { self.fold(rows[$0]) == fold }
            let outside = rows.indices.filter { self.fold(rows[$0]) != fold }
            guard !inside.isEmpty else { continue }
            guard !outside.isEmpty else {
                for place in inside { for label in 0..<classes { result[place, label] = 1 / Double(classes) } }
                continue
            }
            let model = try ReplayModel(
                rows: outside.map { pool[rows[$0]] }, labels: outside.map { labels[$0] }, features: features,
                classes: classes, learner: learner, from: folds[fold])
            folds[fold] = model
            let scores = model.probabilities(features, at: inside.map { pool[rows[$0]] })
            for (index, place) in inside.enumerated() {
                for label in 0..<classes { result[place, label] = scores[index, label] }
            }
        }
        return result
    }

    /// Query by bagging: N.
    ///
    /// Abe and H. Mamitsuka (1998).
    private func bagged(_ rows: [Int], _ labels: [Int], seed: UInt64) throws -> [Matrix] {
        try (0..<committee).map { member in
            var random = SplitMix64(seed: seed).split(UInt64(member))
            var counts = [Double](repeating: 0, count: rows.count)
            for _ in rows.indices { counts[random.below(rows.count)] += 1 }
            return try ReplayModel(
                rows: rows.map { pool[$0] }, labels: labels, weights: counts, features: features, classes: classes,
                learner: learner
            ).probabilities(features, at: pool)
        }
    }
}
