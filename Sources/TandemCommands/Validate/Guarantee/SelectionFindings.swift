import Foundation
import TandemStatistics
import TandemValidation

/// The thresholds found for one file: over all decisions, for each label, for each group.
struct SelectionFindings {
    /// One promise.
    struct Promise {
        /// Whom it is about.
        enum Scope: String {
            case all
            case label
            case group
        }

        let scope: Scope
        let name: String
        let finding: CertificateFit.Label
        /// The fewest further rows of this kind that a threshold needs, if none is wrong; nil where there is one.
        let needs: Int?
        /// The same if the present error rate goes on; nil where it is too high, or there is a threshold.
        let needsAtPresentRate: Int?
    }

    let method: GuaranteeMethod
    let maxError: Double
    let confidence: Double
    /// The promise about all decisions.
    let pooled: Promise
    let labels: [Promise]
    let groups: [Promise]
    /// What is missed of each true label under the labels' thresholds; only by Learn-then-Test.
    let missed: [CertificateFit.Missed]
    /// The promise about all decisions by the other method.
    let other: CertificateFit.Label?

    var all: [Promise] { [pooled] + labels + groups }

    init(
        _ file: GuaranteeFile, method: GuaranteeMethod, rule: CertificateRule, maxError: Double, confidence: Double
    ) {
        self.method = method
        self.maxError = maxError
        self.confidence = confidence
        let delta = 1 - confidence
        func promises(_ scope: Promise.Scope, _ items: [CalibrationItem], _ names: [String]) -> [Promise] {
            // Names that are never predicted have nothing to be promised, and spend nothing of δ.
            let seen = Set(items.map(\.predicted))
            let rates = names.indices.map { seen.contains($0) || scope == .all ? maxError : nil }
            return method.calibrate(items, maxError: rates, delta: delta, rule: rule).map {
                Self.promise(scope, names[$0.label], $0, method: method)
            }
        }
        let together = file.items(in: [Int](repeating: 0, count: file.count))
        pooled = promises(.all, together, ["all decisions"])[0]
        labels = promises(.label, file.items, file.labels)
        groups = file.groups.map { promises(.group, file.items(in: $0.codes), $0.names) } ?? []
        other = method.other.calibrate(together, maxError: [maxError], delta: delta, rule: rule).first
        let seen = Set(file.predicted)
        missed =
            method == .ltt
            ? rule.calibrate(
                file.items, maxError: file.labels.indices.map { seen.contains($0) ? maxError : nil }, delta: delta
            ).missed : []
    }

    private static func promise(
        _ scope: Promise.Scope, _ name: String, _ finding: CertificateFit.Label, method: GuaranteeMethod
    ) -> Promise {
        guard finding.threshold == nil, let rate = finding.maxError else {
            return Promise(scope: scope, name: name, finding: finding, needs: nil, needsAtPresentRate: nil)
        }
        if method == .ltt {
            return Promise(
                scope: scope, name: name, finding: finding, needs: finding.shortfall?.itemsIfClean,
                needsAtPresentRate: finding.shortfall?.itemsAtPresentRate)
        }
        let tries = max(1, log2(Double(max(1, finding.candidates))).rounded(.up))
        let clean = SampleSize.clean(maxError: rate, delta: finding.delta / tries) ?? 1
        return Promise(
            scope: scope, name: name, finding: finding, needs: max(1, clean - finding.candidates),
            needsAtPresentRate: nil)
    }
}
