import Foundation
import TandemLedger
import TandemNumerics
import TandemOversight
import TandemTabular
import TandemValidation
import Testing

/// The promise of a certificate, kept or broken by the real rule and the real router together.
struct CertificatePromiseTests {
    /// A world whose error rate falls with the model's probability, and where the policy's rule sends some away.
    private struct World {
        var random: SplitMix64

        /// A case: amount, probability of `yes`, truth.
        mutating func draw() -> (amount: Double, yes: Double, truth: String) {
            let yes = random.uniform()
            let sure = max(yes, 1 - yes)
            // Errs in up to 30 % of unsure cases and 2.5 % of the surest.
            let error = 0.3 - 0.275 * (sure - 0.5) * 2
            let predicted = yes > 0.5 ? "yes" : "no"
            let isWrong = random.uniform() < error
            return (random.uniform() * 3000, yes, isWrong ? (predicted == "yes" ? "no" : "yes") : predicted)
        }
    }

    private static func proposal(_ yes: Double) -> Proposal {
        Proposal(source: .live, model: nil, version: "v1", scores: ["no": 1 - yes, "yes": yes])
    }

    @Test func `over 1,000 resamples no more than δ of the certificates are broken`() throws {
        let (delta, promised) = (0.1, 0.1)
        let labels = ["no", "yes"]
        let policy = RoutingPolicy(rules: [try PolicyRule("amount > 2000 -> human")])
        var broken = 0
        var issued = 0
        for seed in 0..<1000 {
            var world = World(random: SplitMix64(seed: UInt64(seed)))
            let items = (0..<400).map { _ in
                let drawn = world.draw()
                let said = Self.proposal(drawn.yes)
                return CalibrationItem(
                    predicted: said.label == "yes" ? 1 : 0, score: said.probability ?? 0,
                    truth: labels.firstIndex(of: drawn.truth))
            }
            let fit = CertificateRule().calibrate(items, maxError: [promised, promised], delta: delta)
            guard fit.isUsable else { continue }
            issued += 1
            let thresholds = Dictionary(
                uniqueKeysWithValues: fit.labels.compactMap { label in label.threshold.map { (labels[label.label], $0) }
                })
            if breaks(thresholds, promised, policy) { broken += 1 }
        }
        #expect(issued > 300, "the test means something only if certificates are issued: \(issued)")
        let spread = 3 * (delta * (1 - delta) / Double(issued)).squareRoot()
        #expect(Double(broken) / 1000 <= delta, "\(broken) of \(issued)")
        #expect(spread < 0.1)
    }

    /// Whether routed automatic decisions of some label err more than promised, by the world's own error rate.
    private func breaks(_ thresholds: [String: Double], _ promised: Double, _ policy: RoutingPolicy) -> Bool {
        let standing = CertificateStanding.valid(
            CertificateID(rawValue: "crt_1"), about: .live(ModelID(rawValue: "mdl_1")), thresholds: thresholds)
        var automatic: [String: (n: Double, errors: Double)] = [:]
        for step in 0..<400 {
            let yes = (Double(step) + 0.5) / 400
            let route = RoutingRules.route(
                Self.proposal(yes), certificate: standing, policy: policy, item: ["amount": 100], askPerson: false,
                monitors: [], coin: false)
            guard route.kind == .auto, let label = Self.proposal(yes).label else { continue }
            let error = 0.3 - 0.275 * (max(yes, 1 - yes) - 0.5) * 2
            automatic[label, default: (0, 0)].n += 1
            automatic[label, default: (0, 0)].errors += error
        }
        return automatic.values.contains { $0.errors / $0.n > promised }
    }
}
