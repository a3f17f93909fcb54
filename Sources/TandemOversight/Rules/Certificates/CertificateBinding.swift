import Crypto
import Foundation
import TandemLedger
import TandemTabular

/// Everything a certificate's promise rests on; a change of any part voids it.
public struct CertificateBinding: Sendable, Hashable {
    /// The parts, as messages and the ledger name them.
    public enum Part: String, Sendable, Hashable, CaseIterable, Codable {
        /// The model's bytes.
        case model
        /// The calibrator that makes probabilities of its scores.
        case calibrator
        /// The policy's rules.
        case policyRules = "policy_rules"
        /// The thresholds from which a label is accepted.
        case acceptance
        /// The item schema, the question, the split of roles and the filter of sources.
        case population
    }

    /// The SHA-256 of the model's bytes in hex.
    public let model: String
    /// The calibrator's canonical JSON.
    public let calibrator: String
    /// The policy's rules as they are written, in order.
    public let policyRules: [String]
    /// From which probability on a label is accepted.
    public let acceptance: [String: Double]
    /// What the certified cases are drawn from.
    public let population: CertificatePopulation

    /// A binding of the present parts.
    public init(
        model: String, calibrator: String, policyRules: [String], acceptance: [String: Double],
        population: CertificatePopulation
    ) {
        self.model = model
        self.calibrator = calibrator
        self.policyRules = policyRules
        self.acceptance = acceptance
        self.population = population
    }

    /// The SHA-256 of each part in hex.
    /// - Throws: `JSONError` when a number cannot stand in JSON.
    public func hashes() throws -> [Part: String] {
        let thresholds = acceptance.mapValues { JSONValue.number($0) }
        return [
            .model: Self.hash(.string(model)),
            .calibrator: Self.hash(.string(calibrator)),
            .policyRules: Self.hash(.array(policyRules.map(JSONValue.string))),
            .acceptance: try Self.hash(checked: .object(thresholds)),
            .population: try Self.hash(checked: population.json),
        ]
    }

    /// The one hash a certificate carries: SHA-256 in hex over the hashes of the parts.
    /// - Throws: `JSONError` when a number cannot stand in JSON.
    public func hash() throws -> String {
        try Self.combined(hashes())
    }

    /// The one hash of hashes of parts.
    public static func combined(_ hashes: [Part: String]) -> String {
        let lines = Part.allCases.map { "\($0.rawValue)=\(hashes[$0] ?? "")" }
        return hex(SHA256.hash(data: Data(lines.joined(separator: "\n").utf8)))
    }

    private static func hash(_ json: JSONValue) -> String {
        // Text and lists of text always have a canonical form.
        (try? hash(checked: json)) ?? ""
    }

    private static func hash(checked json: JSONValue) throws -> String {
        hex(SHA256.hash(data: Data(try json.canonicalBytes)))
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

/// The cases a certificate speaks of.
public struct CertificatePopulation: Sendable, Hashable {
    /// The item schema as JSON.
    public let schema: JSONValue
    /// The project's question as JSON: its labels are part of the promise.
    public let question: JSONValue
    /// The shares of the roles train, calibrate, evaluate.
    public let roleShares: JSONValue
    /// The SHA-256 of the key that splits items by content, in hex; never the key itself.
    public let splitKeyHash: String
    /// Which sources of items the labels were drawn from; `any` for all.
    public let sourceFilter: String

    /// A population; hashes the split key.
    public init(
        schema: JSONValue, question: JSONValue, roleShares: JSONValue, splitKey: [UInt8], sourceFilter: String = "any"
    ) {
        self.schema = schema
        self.question = question
        self.roleShares = roleShares
        splitKeyHash = SHA256.hash(data: Data(splitKey)).map { String($0, radix: 16) }.joined(separator: ".")
        self.sourceFilter = sourceFilter
    }

    var json: JSONValue {
        [
            "schema": schema, "question": question, "role_shares": roleShares,
            "split_key_hash": .string(splitKeyHash), "source_filter": .string(sourceFilter),
        ]
    }
}
