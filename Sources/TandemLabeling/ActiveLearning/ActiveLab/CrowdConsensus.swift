import TandemNumerics

/// How much the word of each model and each annotator counts.
struct CrowdWeights: Sendable, Hashable {
    /// A weight for each model.
    var models: [Double]
    /// A weight for each worker; 0 for those without votes.
    var workers: [Double]
    /// The mean weight of the workers who have voted.
    var meanWorker: Double
}

/// Consensus labels of items with votes and model probabilities, how sure they are, and the weights they rest on.
///
/// CROWDLAB: H. Goh, U. Tkachenko and J. Mueller, "CROWDLAB: Supervised learning to infer consensus labels and quality
/// scores for data with multiple annotators" (2022), as in cleanlab 2.9 with its defaults: start from the majority, weigh
/// models and annotators by how far they beat guessing the commonest class, take the most probable label, weigh again.
struct CrowdConsensus {
    /// The consensus label of each row.
    let labels: [Int]
    /// The probability of the consensus label.
    let quality: [Double]
    /// What everyone's word counts.
    let weights: CrowdWeights

    private static let smallest = 1e-6

    /// - Parameters:
    ///   - models: class probabilities, at the temperature that fits.
    ///   - votes: the votes.
    ///   - rows: the items with votes.
    init(models: [Matrix], votes: PoolVotes, rows: [Int]) {
        let count = Double(models.count)
        let majority = MajorityLabels(votes, rows: rows, classes: models[0].columns) { place, label in
            models.reduce(0) { $0 + $1[rows[place], label] } / count
        }
        if rows.allSatisfy({ votes.count(on: $0) == 1 }) {
            labels = majority.labels
            quality = zip(rows, labels).map { row, label in models.reduce(0) { $0 + $1[row, label] } / count }
            weights = CrowdWeights(
                models: models.map { _ in 1 }, workers: [Double](repeating: 1, count: votes.workers), meanWorker: 1)
            return
        }
        let crowd = Crowd(models: models, votes: votes, rows: rows)
        let first = crowd.posterior(consensus: majority.labels)
        labels = rows.indices.map { place in
            let row = first.posterior.row(place)
            let top = row.reduce(-Double.infinity, max)
            return row.count(where: { $0 == top }) == 1 ? argmax(row) : majority.labels[place]
        }
        let second = crowd.posterior(consensus: labels)
        weights = second.weights
        quality = zip(labels.indices, labels).map { second.posterior[$0, $1] }
    }

    private struct Crowd {
        let models: [Matrix]
        let votes: PoolVotes
        let rows: [Int]
        /// Places of the rows with more than one vote.
        let shared: [Int]
        /// How often each worker agrees with the others; the mean where a worker shares no item.
        let agreement: [Double]

        init(models: [Matrix], votes: PoolVotes, rows: [Int]) {
            self.models = models
            self.votes = votes
            self.rows = rows
            shared = rows.indices.filter { votes.count(on: rows[$0]) > 1 }
            agreement = Self.agreement(votes, rows, classes: models[0].columns)
        }

        /// Pairs of equal votes over pairs of votes, for each worker.
        private static func agreement(_ votes: PoolVotes, _ rows: [Int], classes: Int) -> [Double] {
            var equal = [Double](repeating: 0, count: votes.workers)
            var pairs = [Double](repeating: 0, count: votes.workers)
            var hasVoted = [Bool](repeating: false, count: votes.workers)
            var counts = [Int](repeating: 0, count: classes)
            for row in rows {
                let places = votes.places(of: row)
                for vote in places { counts[Int(votes.labels[vote])] += 1 }
                for vote in places {
                    let worker = Int(votes.voters[vote])
                    hasVoted[worker] = true
                    equal[worker] += Double(counts[Int(votes.labels[vote])] - 1)
                    pairs[worker] += Double(places.count - 1)
                }
                for vote in places { counts[Int(votes.labels[vote])] = 0 }
            }
            let known = pairs.indices.filter { pairs[$0] > 0 }.map { equal[$0] / pairs[$0] }
            let mean = known.reduce(0, +) / Double(max(known.count, 1))
            return pairs.indices.map { pairs[$0] > 0 ? equal[$0] / pairs[$0] : hasVoted[$0] ? mean : .nan }
        }

        func posterior(consensus: [Int]) -> (posterior: Matrix, weights: CrowdWeights) {
            let classes = models[0].columns
            let agreed = shared.reduce(0.0) { sum, place in
                let places = votes.places(of: rows[place])
                let same = places.count { Int(votes.labels[$0]) == consensus[place] }
                return sum + Double(same) / Double(places.count)
            }
            let likelihood = agreed / Double(shared.count)
            let otherwise = (1 - likelihood) / Double(classes - 1)
            let weights = weights(consensus, classes: classes)
            var posterior = Matrix(rows: rows.count, columns: classes)
            for (place, row) in rows.enumerated() {
                let first = place * classes
                var total = 0.0
                for (model, weight) in zip(models, weights.models) {
                    total += weight
                    for label in 0..<classes { posterior.values[first + label] += weight * model[row, label] }
                }
                for vote in votes.places(of: row) {
                    let weight = weights.workers[Int(votes.voters[vote])]
                    total += weight
                    for label in 0..<classes {
                        let share = Int(votes.labels[vote]) == label ? likelihood : otherwise
                        posterior.values[first + label] += weight * share
                    }
                }
                for label in 0..<classes { posterior.values[first + label] /= total }
            }
            return (posterior, weights)
        }

        private func weights(_ consensus: [Int], classes: Int) -> CrowdWeights {
            var counts = [Double](repeating: 0, count: classes)
            for place in shared { counts[consensus[place]] += 1 }
            let commonest = argmax(counts[...])
            let guessing = max(1 - counts[commonest] / Double(shared.count), smallest)
            let workers = agreement.map { $0.isNaN ? 0 : max(1 - (1 - $0) / guessing, smallest) }
            let voters = agreement.count { !$0.isNaN }
            let redundancy =
                Double(rows.reduce(0) { $0 + votes.count(on: $1) }) / Double(rows.count)
            let models = models.map { model in
                let wrong = shared.count { argmax(model.row(rows[$0])) != consensus[$0] }
                let error = Double(wrong) / Double(shared.count)
                return max(1 - error / guessing, smallest) * redundancy.squareRoot()
            }
            return CrowdWeights(
                models: models, workers: workers, meanWorker: workers.reduce(0, +) / Double(max(voters, 1)))
        }
    }
}
