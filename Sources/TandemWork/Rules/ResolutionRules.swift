import TandemLedger
import TandemTabular

/// What the answers to a task come to.
public struct ResolutionRules: Sendable {
    /// The result.
    public enum Outcome: Sendable, Hashable {
        /// Settled.
        case settled(Settlement)
        /// Somebody must decide between the answers; why.
        case adjudicate(FlagReason)
    }

    /// Why an item is ambiguous.
    public enum FlagReason: String, Sendable, Hashable, CaseIterable {
        /// Too few people were sure.
        case unsure
        /// People disagree.
        case disagreement
        /// They agree, but the aggregator gives the answer too little probability.
        case lowConfidence = "low_confidence"
    }

    /// The rule: at least half of the answers must be sure, and the kind of question must find one answer that reaches
    /// the project's threshold, by what the aggregator learned last.
    public static func outcome(
        of answers: [Annotation], question: Question, settings: ProjectSettings, fit: StoredFit? = nil
    ) throws(Problem) -> Outcome {
        let votes = votes(of: answers)
        guard !votes.isEmpty, votes.count * 2 > answers.count else { return .adjudicate(.unsure) }
        let kind = try QuestionKinds.named(question.kind)
        let settlement = kind.settle(votes, for: question, threshold: settings.agreementThreshold, fit: fit)
        if settlement.value != nil { return .settled(settlement) }
        let differ = votes.contains { !kind.agrees($0.value, votes[0].value, for: question) }
        return .adjudicate(differ ? .disagreement : .lowConfidence)
    }

    /// The sure answers as votes.
    public static func votes(of answers: [Annotation]) -> [CastVote] {
        answers.compactMap { answer in
            answer.unsure ? nil : answer.value.map { CastVote(worker: answer.worker, value: $0) }
        }
    }

    /// Pairs of votes, and how many of them agree.
    public static func pairs(of votes: [CastVote], question: Question) throws(Problem) -> (agreeing: Int, all: Int) {
        let kind = try QuestionKinds.named(question.kind)
        var agreeing = 0
        for first in votes.indices {
            for second in votes.indices[(first + 1)...]
            where kind.agrees(votes[first].value, votes[second].value, for: question) { agreeing += 1 }
        }
        return (agreeing, votes.count * (votes.count - 1) / 2)
    }
}
