import ArgumentParser
import TandemValidation

/// How a threshold with a promised error rate is found.
enum GuaranteeMethod: String, ExpressibleByArgument, CaseIterable {
    /// Fixed-sequence Learn-then-Test.
    case ltt
    /// Selection with guaranteed risk.
    case sgr

    var title: String {
        switch self {
        case .ltt: "fixed-sequence Learn-then-Test"
        case .sgr: "selection with guaranteed risk (SGR)"
        }
    }

    var other: GuaranteeMethod { self == .ltt ? .sgr : .ltt }

    /// The findings, label after label.
    func calibrate(
        _ items: [CalibrationItem], maxError: [Double?], delta: Double, rule: CertificateRule
    ) -> [CertificateFit.Label] {
        switch self {
        case .ltt: rule.calibrate(items, maxError: maxError, delta: delta).labels
        case .sgr: GuaranteedSelection().calibrate(items, maxError: maxError, delta: delta)
        }
    }
}

/// Which sets of labels are made.
enum SetKind: String, ExpressibleByArgument, CaseIterable {
    /// Split conformal sets by 1 − p, also called least ambiguous sets.
    case lac
    /// The same by the name of the procedure.
    case split
    /// Adaptive prediction sets.
    case aps
    /// Regularized adaptive prediction sets.
    case raps
}
