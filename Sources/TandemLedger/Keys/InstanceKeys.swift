import Crypto
import Foundation

/// The secrets of one installation, held outside its database: whoever can write the database cannot sign for it.
///
/// Printing a value shows only the public half. The file they lie in is the business of `InstanceKeysFile`.
public struct InstanceKeys: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Signs the checkpoints of the ledger (Ed25519).
    public let checkpoint: Curve25519.Signing.PrivateKey
    /// Keys the audit coin of projects that have no key of their own; 32 bytes.
    public let coin: [UInt8]

    /// New keys from random bytes, which must come from a cryptographic generator.
    /// - Throws: `CryptoKitError` when the source gives too few bytes.
    public static func generate(from random: any RandomSource) throws -> InstanceKeys {
        InstanceKeys(
            checkpoint: try Curve25519.Signing.PrivateKey(rawRepresentation: random.bytes(32)), coin: random.bytes(32))
    }

    private init(checkpoint: Curve25519.Signing.PrivateKey, coin: [UInt8]) {
        self.checkpoint = checkpoint
        self.coin = coin
    }

    /// Keys from the bytes of their file; see `json`.
    /// - Throws: `Problem` with code `instance_keys_malformed`, which never quotes the file.
    public init(json bytes: [UInt8]) throws(Problem) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(bytes)), form.version == 1,
            let seed = Data(base64Encoded: form.checkpoint), let coin = Data(base64Encoded: form.coin),
            coin.count == 32,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        else {
            throw Problem(
                .invalid, "instance_keys_malformed",
                "The key file of this installation is not readable as keys; restore it from where you keep secrets.")
        }
        self.init(checkpoint: key, coin: Array(coin))
    }

    /// The bytes of their file: `{"version":1,"checkpoint":base64,"coin":base64}` and a line end.
    /// - Throws: `EncodingError`, which cannot happen with text.
    public func json() throws -> [UInt8] {
        let form = Form(
            version: 1, checkpoint: checkpoint.rawRepresentation.base64EncodedString(),
            coin: Data(coin).base64EncodedString())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(form)) + [UInt8(ascii: "\n")]
    }

    /// The public half of the checkpoint key: 32 bytes that may be handed to anyone who wants to verify.
    public var publicKey: [UInt8] { Array(checkpoint.publicKey.rawRepresentation) }

    /// Shows the public half only.
    public var description: String { "InstanceKeys(public: \(Hex.text(publicKey)))" }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Shows nothing to `dump` either.
    public var customMirror: Mirror { Mirror(self, children: ["public": Hex.text(publicKey)]) }

    private struct Form: Codable {
        let version: Int
        let checkpoint: String
        let coin: String
    }
}
