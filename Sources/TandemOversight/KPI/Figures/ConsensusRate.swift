import TandemLabeling
import TandemStatistics
import TandemTabular

/// KPI 6: how often two people who judged the same item independently gave the same label; Krippendorff's α beside it.
enum ConsensusRate {
    static let definition = KPIDefinition("consensus_rate", "Consensus rate", "above 90 %", .atLeast(0.9))

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let votes = Votes.firstPass(events)
        guard let table = try? VoteTable(votes, labelCount: max(2, events.labels.count)), table.voteCount > 0 else {
            return KPIResult(definition, nil, missing: "needs items judged by two people")
        }
        let agreement = PairwiseAgreement(table, bootstrap: Bootstrap(seed: events.seed, replicates: 1_000))
        var details: [String: JSONValue] = [:]
        if let alpha = agreement.alpha {
            details["krippendorff_alpha"] = .number(alpha.value)
            details["krippendorff_alpha_lower"] = .number(alpha.lower)
            details["krippendorff_alpha_upper"] = .number(alpha.upper)
        }
        let missing = agreement.rate == nil ? "needs items judged by two people" : nil
        return KPIResult(
            definition, agreement.rate, missing: missing, denominator: agreement.rate.map { Double($0.n) },
            details: details)
    }
}
