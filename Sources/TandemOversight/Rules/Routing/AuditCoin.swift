import Crypto
import Foundation
import TandemLedger

/// The coin that chooses decisions for a blind audit.
///
/// HMAC-SHA256 of the decision's id under the project's key, read as a fraction: whoever does not know the key cannot
/// foresee it, whoever does can check it later, and it is thrown before the case is scored.
public enum AuditCoin {
    /// Whether the decision is audited; true with probability `share` over decision ids.
    ///
    /// - Parameters:
    ///   - decision: the decision's id, drawn before scoring.
    ///   - key: the project's split key.
    ///   - share: the probability, 0…1.
    /// - Returns: whether people answer it blind.
    public static func chooses(_ decision: DecisionID, key: [UInt8], share: Double) -> Bool {
        fraction("audit", decision, key: key) < share
    }

    /// A number in 0..<1 that is fixed by the decision, the key and what it is for.
    public static func fraction(_ use: String, _ decision: DecisionID, key: [UInt8]) -> Double {
        let message = Data("\(use):\(decision.rawValue)".utf8)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key))
        let bits = code.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Double(bits >> 11) * 0x1p-53
    }
}
