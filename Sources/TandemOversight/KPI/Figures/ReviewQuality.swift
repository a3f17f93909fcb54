import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 8: the share of reviews that corrected what they saw, for AI outputs and human labels apart.
///
/// A decision that a person answered against the model's proposal without seeing it is a review of the AI's output
/// too. Beside it the catch rate on seeded errors and the share of corrections that an adjudicator or a known answer
/// upheld: without them rubber-stamping would score best.
enum ReviewQuality {
    static let definition = KPIDefinition(
        "review_quality", "Human review quality", "fewer than 20 % corrected", .atMost(0.2),
        reads: [.reviewDecided, .decisionClosed, .consensusResolved, .goldSet])

    private struct Tally {
        var corrected = 0
        var n = 0
    }

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        var ai = Tally()
        var human = Tally()
        var seeded = Tally()
        var simulated = 0
        var reviewed: Set<Int32> = []
        for verdict in events.verdicts where verdict.verdict != .abstain {
            let corrected = verdict.verdict == .correct ? 1 : 0
            simulated += verdict.isSimulated && !verdict.isSeeded ? 1 : 0
            if verdict.isSeeded {
                seeded = Tally(corrected: seeded.corrected + corrected, n: seeded.n + 1)
            } else if verdict.isOnModel {
                ai = Tally(corrected: ai.corrected + corrected, n: ai.n + 1)
                reviewed.insert(verdict.decision)
            } else {
                human = Tally(corrected: human.corrected + corrected, n: human.n + 1)
            }
        }
        var blind = Tally()
        for closing in events.closings
        where closing.decider == .human && closing.isProposed && !reviewed.contains(closing.decision) {
            blind = Tally(corrected: blind.corrected + (closing.isChanged ? 1 : 0), n: blind.n + 1)
        }
        ai = Tally(corrected: ai.corrected + blind.corrected, n: ai.n + blind.n)
        guard ai.n + human.n > 0 else {
            return KPIResult(definition, missing: "needs reviews: answers to cases that the model proposed for")
        }
        var result = KPIResult(definition, ai.corrected + human.corrected, of: ai.n + human.n, noun: "reviews")
        let upheld = upheld(events)
        result.details = [
            "ai": .share(ai.corrected, of: ai.n), "human": .share(human.corrected, of: human.n),
            "ai_unseen": .share(blind.corrected, of: blind.n), "simulated": JSONValue(simulated),
            "seeded_errors_caught": .share(seeded.corrected, of: seeded.n),
            "corrections_upheld": .share(upheld.corrected, of: upheld.n),
        ]
        return result
    }

    /// Corrections of items that an adjudicator settled later or whose answer is known, and how many were right.
    private static func upheld(_ events: KPIEvents) -> Tally {
        let gold = LabelingAccuracy.gold(events)
        var adjudicated: [Int32: Settled] = [:]
        for settled in events.settled where settled.isAdjudicated { adjudicated[settled.item] = settled }
        var upheld = Tally()
        for verdict in events.verdicts
        where verdict.verdict == .correct && !verdict.isSeeded && verdict.item >= 0 && verdict.after >= 0 {
            let later = adjudicated[verdict.item].flatMap { $0.at >= verdict.at ? $0.value : nil }
            guard let truth = gold[verdict.item] ?? later else { continue }
            upheld.n += 1
            upheld.corrected += truth == verdict.after ? 1 : 0
        }
        return upheld
    }
}
