import TandemNumerics

/// The label most votes name, ties broken as cleanlab's `get_majority_vote_label` does: by the models' mean probability,
/// then by the rarer class, then by the annotators who agree more with clear majorities; where cleanlab would draw a lot at
/// last, the first class stands.
struct MajorityLabels {
    /// The winning class of each row.
    private(set) var labels: [Int]
    private let counts: [[Int32]]

    /// - Parameters:
    ///   - votes: the votes.
    ///   - rows: the items wanted, each with at least one vote.
    ///   - classes: number of classes.
    ///   - probability: the mean probability of a class for the item at a place of `rows`.
    init(_ votes: PoolVotes, rows: [Int], classes: Int, probability: (Int, Int) -> Double) {
        var totals = [Int](repeating: 0, count: classes)
        var counts: [[Int32]] = []
        counts.reserveCapacity(rows.count)
        for row in rows {
            var own = [Int32](repeating: 0, count: classes)
            for vote in votes.places(of: row) {
                own[Int(votes.labels[vote])] += 1
                totals[Int(votes.labels[vote])] += 1
            }
            counts.append(own)
        }
        self.counts = counts
        labels = [Int](repeating: 0, count: rows.count)
        var settled: [Int] = []
        var tied: [(place: Int, classes: [Int])] = []
        for place in rows.indices {
            let leaders = Self.best(Array(0..<classes)) { Double(counts[place][$0]) }
            labels[place] = leaders[0]
            if leaders.count == 1 { settled.append(place) } else { tied.append((place, leaders)) }
        }
        guard !tied.isEmpty else { return }
        for index in tied.indices {
            let place = tied[index].place
            tied[index].classes = Self.best(tied[index].classes) { probability(place, $0) }
            tied[index].classes = Self.best(tied[index].classes) { -Double(totals[$0]) }
        }
        if tied.contains(where: { $0.classes.count > 1 }) {
            let trust = agreement(votes, rows: rows, settled: settled)
            for index in tied.indices where tied[index].classes.count > 1 {
                let row = rows[tied[index].place]
                tied[index].classes = Self.best(tied[index].classes) { Self.trust(in: $0, of: row, votes, trust) }
            }
        }
        for entry in tied { labels[entry.place] = entry.classes[0] }
    }

    /// The class that most models give the highest probability, for each of `rows`.
    static func ofModels(_ models: [Matrix], rows: [Int]) -> [Int] {
        guard models.count > 1 else { return rows.map { argmax(models[0].row($0)) } }
        let items = rows.indices.flatMap { place in models.map { _ in Int32(place) } }
        let voters = rows.flatMap { _ in models.indices.map(Int32.init) }
        let labels = rows.flatMap { row in models.map { Int32(argmax($0.row(row))) } }
        guard
            let votes = try? PoolVotes(
                rows: rows.count, workers: models.count, items: items, voters: voters, labels: labels)
        else { preconditionFailure("each model votes for each row") }
        let majority = MajorityLabels(votes, rows: Array(rows.indices), classes: models[0].columns) { place, label in
            models.reduce(0) { $0 + $1[rows[place], label] } / Double(models.count)
        }
        return majority.labels
    }

    private static func best(_ classes: [Int], by figure: (Int) -> Double) -> [Int] {
        guard classes.count > 1 else { return classes }
        let figures = classes.map(figure)
        let top = figures.reduce(-Double.infinity, max)
        return zip(classes, figures).filter { $0.1 == top }.map(\.0)
    }

    /// How often each worker agrees with the clear majorities; workers who met none count as the mean.
    private func agreement(_ votes: PoolVotes, rows: [Int], settled: [Int]) -> [Double] {
        var agreed = [Double](repeating: 0, count: votes.workers)
        var seen = [Double](repeating: 0, count: votes.workers)
        for place in settled {
            for vote in votes.places(of: rows[place]) {
                let worker = Int(votes.voters[vote])
                seen[worker] += 1
                if Int(votes.labels[vote]) == labels[place] { agreed[worker] += 1 }
            }
        }
        let known = seen.indices.filter { seen[$0] > 0 }.map { agreed[$0] / seen[$0] }
        let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
        return seen.indices.map { seen[$0] > 0 ? agreed[$0] / seen[$0] : mean }
    }

    private static func trust(in label: Int, of row: Int, _ votes: PoolVotes, _ trust: [Double]) -> Double {
        let named = votes.places(of: row).filter { Int(votes.labels[$0]) == label }
        return named.reduce(0) { $0 + trust[Int(votes.voters[$1])] } / Double(max(named.count, 1))
    }
}
