import TandemLedger

/// An e-mail address as a name to sign in with: trimmed and in lower case.
///
/// Only its form is checked (one `@`, something on both sides, no spaces or control characters, at most 254 bytes);
/// whether mail arrives there is not this program's business.
public struct EmailAddress: Sendable, Hashable {
    /// The address in the form that is stored and compared.
    public let text: String

    /// An address from a form.
    /// - Throws: `Problem` with code `email_malformed`.
    public init(_ entered: String) throws(Problem) {
        guard let text = Self.normalized(entered) else {
            throw Problem(
                .invalid, "email_malformed", "An e-mail address has the form name@example.org.", at: "/email")
        }
        self.text = text
    }

    private static func normalized(_ entered: String) -> String? {
        var text = entered.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace
        }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= 254, isPlain else {
            return nil
        }
        return text.lowercased()
    }
}
