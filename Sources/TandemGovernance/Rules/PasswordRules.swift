import TandemLedger

/// What a password must be: long, and none of those that everybody tries first.
///
/// No rules about digits and capitals, which make passwords worse. Source: NIST SP 800-63B, 5.1.1.2.
public enum PasswordRules {
    /// The least number of characters.
    public static let shortest = 10
    /// The largest number of bytes; a longer one would only be a way to keep the server busy.
    public static let longest = 1024

    /// Words that are tried first, alone or with a few digits or signs behind them.
    private static let common: Set<String> = [
        "password", "passwort", "passw0rd", "p@ssw0rd", "letmein", "welcome", "iloveyou", "qwertyuiop", "qwerty",
        "asdfghjkl", "qwertz", "administrator", "admin", "changeme", "monkey", "dragon", "sunshine", "princess",
        "football", "baseball", "superman", "trustno", "tandem", "secret", "default", "login", "master", "abc",
        "passwordpassword", "qazwsxedc", "zaq", "correcthorsebatterystaple",
    ]

    /// Refuses a password that should not be one.
    /// - Throws: `Problem` with code `password_too_short`, `password_too_long` or `password_too_common`.
    public static func check(_ password: String, email: EmailAddress, name: String) throws(Problem) {
        if password.count < shortest {
            throw Problem(
                .invalid, "password_too_short", "A password has at least \(shortest) characters.", at: "/password")
        }
        if password.utf8.count > longest {
            throw Problem(.invalid, "password_too_long", "A password has at most \(longest) bytes.", at: "/password")
        }
        if isCommon(password) || isOwnName(password, email: email, name: name) {
            throw Problem(
                .invalid, "password_too_common",
                "This password is among the first that somebody would try; take a few unrelated words.",
                at: "/password")
        }
    }

    private static func isCommon(_ password: String) -> Bool {
        let lower = password.lowercased()
        if Set(lower).count < 5 { return true }
        let values = lower.unicodeScalars.map { Int($0.value) }
        let steps = Set(zip(values, values.dropFirst()).map { $1 - $0 })
        if steps == [1] || steps == [-1] || steps.isSubset(of: [1, -9]) { return true }
        var word = lower[...]
        while let last = word.last, !last.isLetter { word.removeLast() }
        return common.contains(String(word))
    }

    private static func isOwnName(_ password: String, email: EmailAddress, name: String) -> Bool {
        let lower = password.lowercased()
        let local = email.text.prefix { $0 != "@" }
        return lower == email.text || lower == name.lowercased() || (local.count >= 4 && lower == local + local)
            || (local.count >= 8 && lower.hasPrefix(local) && lower.dropFirst(local.count).allSatisfy(\.isNumber))
    }
}
