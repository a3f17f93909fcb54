/// The label with the most votes wins; what fitting learns only sharpens the posterior of single items, never the winner.
public struct MajorityVote: Aggregator {
    /// The name of this method.
    public static let name = "majority"

    /// Pseudo-votes for each label in the posterior and in the label frequencies (a symmetric Dirichlet prior).
    public let smoothing: Double

    /// Sets the method up; one pseudo-vote a label is Laplace's rule.
    public init(smoothing: Double = 1) {
        precondition(smoothing > 0, "smoothing must be positive")
        self.smoothing = smoothing
    }

    /// The fit that knows no worker yet.
    public func unfitted(labelCount: Int) -> Fit {
        Fit(labelCount: labelCount, smoothing: smoothing, prior: nil, workerAccuracy: [:])
    }

    /// The share of votes for each label, and how often each worker agrees with the other votes on an item.
    ///
    /// An accuracy is the mean share of *others* that gave the same label, over items with at least two votes, with one
    /// pseudo-item at the mean of all; so a worker cannot agree with itself. Where an item's label is known it stands
    /// for the others.
    public func aggregate(_ votes: VoteTable, known: KnownLabels, threads: Int) -> Aggregation<Fit> {
        var agreeing = [Double](repeating: 0, count: votes.workers.count)
        var judged = [Double](repeating: 0, count: votes.workers.count)
        var frequency = [Double](repeating: smoothing, count: votes.labelCount)
        var counts = [Int](repeating: 0, count: votes.labelCount)
        for item in votes.items.indices {
            let range = votes.range(of: item)
            for vote in range { counts[votes.label(of: vote)] += 1 }
            for vote in range {
                let label = votes.label(of: vote)
                frequency[known[item] ?? label] += 1 / Double(range.count)
                guard range.count > 1 || known[item] != nil else { continue }
                let same =
                    known[item].map { $0 == label ? 1 : 0 } ?? Double(counts[label] - 1) / Double(range.count - 1)
                agreeing[votes.worker(of: vote)] += same
                judged[votes.worker(of: vote)] += 1
            }
            for vote in range { counts[votes.label(of: vote)] = 0 }
        }
        let fit = fit(votes, agreeing: agreeing, judged: judged, frequency: frequency)
        return Aggregation(posteriors: VoteShares.posteriors(votes, known: known, threads: threads), fit: fit)
    }

    private func fit(_ votes: VoteTable, agreeing: [Double], judged: [Double], frequency: [Double]) -> Fit {
        let total = frequency.reduce(0, +)
        let seen = judged.reduce(0, +)
        var accuracy: [String: Double] = [:]
        if seen > 0 {
            let mean = agreeing.reduce(0, +) / seen
            for (number, worker) in votes.workers.enumerated() where judged[number] > 0 {
                accuracy[worker] = (agreeing[number] + mean) / (judged[number] + 1)
            }
        }
        return Fit(
            labelCount: votes.labelCount, smoothing: smoothing, prior: seen > 0 ? frequency.map { $0 / total } : nil,
            workerAccuracy: accuracy)
    }
}
