import Crypto
import Foundation
import TandemLedger

/// A random secret that is shown once and stored only as its SHA-256: an API token, a session.
///
/// With 256 random bits there is nothing to guess, so a plain hash is enough and is fast to look up. It prints as its
/// prefix, so that it cannot slip into a log.
public struct SecretToken: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// What a secret opens; its prefix lets scanners of leaked secrets recognize it.
    public enum Purpose: String, Sendable, CaseIterable {
        /// An API token.
        case token = "tdm_"
        /// A browser's session.
        case session = "tds_"
    }

    /// What it opens.
    public let purpose: Purpose
    /// The whole text, to be handed to its owner and forgotten.
    public let text: String

    /// A new secret.
    public init(_ purpose: Purpose, from random: any RandomSource) {
        self.purpose = purpose
        text = purpose.rawValue + Self.base64URL(random.bytes(32))
    }

    /// A secret that somebody presents, if it has the right form.
    public init?(_ purpose: Purpose, presented text: String) {
        guard text.utf8.count == purpose.rawValue.utf8.count + 43, text.hasPrefix(purpose.rawValue) else { return nil }
        self.purpose = purpose
        self.text = text
    }

    /// SHA-256 of the text: what is stored and looked up.
    public var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// The prefix only.
    public var description: String { purpose.rawValue + "…" }

    /// The prefix only.
    public var debugDescription: String { description }

    /// The prefix only.
    public var customMirror: Mirror { Mirror(self, children: ["purpose": purpose]) }

    /// Bytes as base64 with the URL alphabet and without padding.
    ///
    /// Source: RFC 4648, section 5.
    public static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
