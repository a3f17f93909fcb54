import Crypto
import Foundation
import TandemLedger

/// Signs messages as Standard Webhooks 1.0 asks, so that any of its libraries can verify them.
///
/// Source: github.com/standard-webhooks/standard-webhooks, spec section “Signature scheme”: HMAC-SHA256 over
/// `id.timestamp.body`, in base 64, after `v1,`.
public enum WebhookSignature {
    /// The three headers of a message.
    ///
    /// - Parameters:
    ///   - id: the message's id; the same at every try, so that the receiver can drop repeats.
    ///   - time: when this try is made.
    ///   - body: the bytes as they are sent.
    ///   - secret: the project's secret, 24…64 random bytes.
    /// - Returns: values by header, names in lower case.
    public static func headers(id: String, at time: Instant, body: [UInt8], secret: [UInt8]) -> [String: String] {
        let timestamp = String(time.milliseconds / 1000)
        return [
            "webhook-id": id, "webhook-timestamp": timestamp,
            "webhook-signature": "v1," + code(id: id, timestamp: timestamp, body: body, secret: secret),
        ]
    }

    /// How a secret is shown to the receiver: `whsec_` and base 64.
    public static func shown(_ secret: [UInt8]) -> String {
        "whsec_" + Data(secret).base64EncodedString()
    }

    private static func code(id: String, timestamp: String, body: [UInt8], secret: [UInt8]) -> String {
        let signed = Data("\(id).\(timestamp).".utf8) + Data(body)
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: secret))
        return Data(code).base64EncodedString()
    }
}
