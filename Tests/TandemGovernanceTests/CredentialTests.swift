import TandemGovernance
import TandemLedger
import Testing

@Suite struct CredentialTests {
    private func email() throws -> EmailAddress { try EmailAddress("ada.lovelace@example.org") }

    private func refusal(_ password: String) throws -> String? {
        let email = try email()
        do { try PasswordRules.check(password, email: email, name: "Ada Lovelace") } catch { return error.code }
        return nil
    }

    @Test(arguments: [
        ("", "password_too_short"), ("short", "password_too_short"), ("aaaaaaaaaaaa", "password_too_common"),
        ("abababababab", "password_too_common"), ("password1234", "password_too_common"),
        ("Passwort123!", "password_too_common"), ("0123456789", "password_too_common"),
        ("1234567890", "password_too_common"), ("abcdefghijkl", "password_too_common"),
        ("ada.lovelace@example.org", "password_too_common"), ("Ada Lovelace", "password_too_common"),
        ("ada.lovelace1815", "password_too_common"),
    ])
    func `a password that somebody would try first is refused`(_ password: String, _ code: String) throws {
        #expect(try refusal(password) == code)
    }

    @Test(arguments: ["four unrelated words", "correct battery staple horse", "ÄöÜ-ßåñ-日本語-1", "x9!kQ2#vLm"])
    func `any other password will do`(_ password: String) throws {
        #expect(try refusal(password) == nil)
    }

    @Test func `a password beyond a kilobyte is refused`() throws {
        #expect(try refusal(String(repeating: "abcde fghi", count: 103)) == "password_too_long")
    }

    @Test func `a password matches itself only, however its accents are written`() async throws {
        let hash = try await PasswordHash.make("caf\u{E9} au lait 7", random: SeededRandomSource(seed: 1))
        #expect(hash.salt.count == 16)
        #expect(try await hash.matches("cafe\u{301} au lait 7"))
        let wrong = try await hash.matches("cafe au lait 7")
        #expect(!wrong)
        let other = try await PasswordHash.make("caf\u{E9} au lait 7", random: SeededRandomSource(seed: 2))
        #expect(other.hash != hash.hash)
        let nobody = try await PasswordHash.ofNobody.matches("")
        #expect(!nobody)
    }

    @Test func `a stored cost comes back and a weaker one is not accepted`() {
        #expect(ScryptCost(text: ScryptCost.standard.text) == .standard)
        #expect(ScryptCost(text: ScryptCost(rounds: 1 << 17).text)?.rounds == 131_072)
        for text in ["", "scrypt:1024:8:1", "scrypt:32768:1:1", "md5:32768:8:1", "scrypt:32769:8:1"] {
            #expect(ScryptCost(text: text) == nil)
        }
    }

    @Test func `a secret token has its form, and only its hash is to be stored`() throws {
        let token = SecretToken(.token, from: SeededRandomSource(seed: 1))
        #expect(token.text.hasPrefix("tdm_"))
        #expect(token.text.utf8.count == 47)
        #expect(SecretToken(.token, presented: token.text)?.hash == token.hash)
        #expect(SecretToken(.session, presented: token.text) == nil)
        #expect(SecretToken(.token, presented: token.text + "a") == nil)
        #expect(!"\(token) \(token.debugDescription)".contains(token.text.dropFirst(4)))
    }

    @Test func `comparison in constant time is comparison`() {
        #expect(ConstantTime.equal("abc", "abc"))
        #expect(!ConstantTime.equal("abc", "abd"))
        #expect(!ConstantTime.equal("abc", "ab"))
        #expect(ConstantTime.equal([], []))
    }

    @Test(arguments: ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b\n.c", String(repeating: "a", count: 250) + "@b.cd"])
    func `what is no address is refused`(_ text: String) {
        #expect(throws: Problem.self) { try EmailAddress(text) }
    }

    @Test func `an address is trimmed and lower case`() throws {
        #expect(try EmailAddress("  Ada@Example.ORG\n").text == "ada@example.org")
    }
}
