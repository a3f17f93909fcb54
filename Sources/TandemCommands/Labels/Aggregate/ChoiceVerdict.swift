import TandemLabeling

/// What the votes of a file come to.
struct ChoiceVerdict {
    /// The method that judged.
    private(set) var method: String
    /// Why it was this one.
    private(set) var why: String
    /// The probability of each label, items × labels of the table.
    private(set) var posteriors: [Double]
    /// The winning class of each task, the first by name on a tie.
    private(set) var labels: [Int32] = []
    /// Tasks whose first place is shared.
    private(set) var ties = 0
    private(set) var rounds = 0
    private(set) var hasConverged = true
    /// What CROWDLAB found, where a model voted too.
    private(set) var crowdlab: CrowdlabResult?
    /// What is learned about workers; nil where nobody asks.
    private(set) var workers: [WorkerReport]?

    init(_ file: ChoiceVotesFile, model: ModelFile?, options: ChoiceOptions) throws {
        let threads = options.files.threads
        if let model {
            (method, why) = ("crowdlab", "a model's probabilities are given, so it votes too, as far as it is right")
            let found = try Crowdlab().judge(file.table, probabilities: model.probabilities(of: file))
            posteriors = Self.fixed(found.posteriors, file)
            crowdlab = found
            decide(file, drafts: found.labels)
            report(file, by: MajorityVote().aggregate(file.table, known: file.known, threads: threads).fit, options)
            return
        }
        let chosen = Self.choose(file, options)
        (method, why) = (chosen.name, chosen.why)
        let aggregator = Aggregators.named(chosen.name, seed: options.files.seed) ?? MajorityVote()
        let found = aggregator.judged(file.table, known: file.known, threads: threads)
        (posteriors, rounds, hasConverged) = (found.posteriors, found.rounds, found.hasConverged)
        decide(file, drafts: nil)
        report(file, by: found.fit, options)
    }

    private static func choose(_ file: ChoiceVotesFile, _ options: ChoiceOptions) -> (name: String, why: String) {
        if file.classes.count == 1 {
            return (MajorityVote.name, "only one label occurs, so there is nothing to decide")
        }
        if options.method != Aggregators.automatic { return (options.method, "asked for") }
        let choice = AutomaticChoice(file.table, known: file.known)
        return (choice.name, choice.why)
    }

    /// Known tasks are certain.
    private static func fixed(_ posteriors: [Double], _ file: ChoiceVotesFile) -> [Double] {
        guard !file.known.isEmpty else { return posteriors }
        var posteriors = posteriors
        let width = file.table.labelCount
        for item in file.table.items.indices {
            guard let known = file.known[item] else { continue }
            for label in 0..<width { posteriors[item * width + label] = label == known ? 1 : 0 }
        }
        return posteriors
    }

    private mutating func decide(_ file: ChoiceVotesFile, drafts: [Int32]?) {
        let width = file.table.labelCount
        labels = file.table.items.indices.map { item in
            var best = 0
            var isTie = false
            for label in 1..<width {
                let difference = posteriors[item * width + label] - posteriors[item * width + best]
                if difference > 1e-12 {
                    (best, isTie) = (label, false)
                } else if difference > -1e-12 {
                    isTie = true
                }
            }
            if isTie { ties += 1 }
            guard let drafts, file.known[item] == nil else { return Int32(best) }
            return drafts[item]
        }
    }

    private mutating func report(_ file: ChoiceVotesFile, by fit: any AggregatorFit, _ options: ChoiceOptions) {
        guard options.wantsWorkers else { return }
        let reports = WorkerReports(
            file.table, known: file.known, posteriors: posteriors, threads: options.files.threads)
        workers = reports.all(by: fit)
    }
}
