import TandemOversight
import TandemTabular
import Testing

struct CertificateBindingTests {
    private static func binding(
        model: String = "aa", calibrator: String = "{}", rules: [String] = ["amount > 1 -> human"],
        acceptance: [String: Double] = ["ok": 0.9], schema: JSONValue = ["columns": []], question: JSONValue = "q",
        shares: JSONValue = [0.5, 0.3, 0.2], key: [UInt8] = [1, 2, 3], sources: String = "any"
    ) -> CertificateBinding {
        CertificateBinding(
            model: model, calibrator: calibrator, policyRules: rules, acceptance: acceptance,
            population: CertificatePopulation(
                schema: schema, question: question, roleShares: shares, splitKey: key, sourceFilter: sources))
    }

    @Test func `every bound part changes the hash, and its own part only`() throws {
        let base = Self.binding()
        let changed: [(CertificateBinding.Part, CertificateBinding)] = [
            (.model, Self.binding(model: "ab")), (.calibrator, Self.binding(calibrator: "{\"a\":1}")),
            (.policyRules, Self.binding(rules: [])),
            (.policyRules, Self.binding(rules: ["amount > 1 -> human", "amount > 2 -> human"])),
            (.acceptance, Self.binding(acceptance: ["ok": 0.91])),
            (.acceptance, Self.binding(acceptance: ["ok": 0.9, "fraud": 0.9])),
            (.population, Self.binding(schema: ["columns": [1]])), (.population, Self.binding(question: "r")),
            (.population, Self.binding(shares: [0.4, 0.4, 0.2])), (.population, Self.binding(key: [1, 2, 4])),
            (.population, Self.binding(key: [0x12, 3])), (.population, Self.binding(sources: "decision")),
        ]
        let before = try base.hashes()
        for (part, other) in changed {
            #expect(try other.hash() != base.hash(), "\(part)")
            let after = try other.hashes()
            #expect(CertificateBinding.Part.allCases.filter { before[$0] != after[$0] } == [part])
        }
        #expect(Set(changed.map(\.0)) == Set(CertificateBinding.Part.allCases))
        #expect(try Self.binding().hash() == base.hash())
        #expect(try base.hash().count == 64)
    }
}
