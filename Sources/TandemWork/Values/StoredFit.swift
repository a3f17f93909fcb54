import Crypto
import Foundation
import TandemLabeling
import TandemLedger
import TandemTabular

/// What the aggregator had learned about workers when it was last fitted; never changed afterwards.
public struct StoredFit: Sendable, Hashable {
    /// Its id; a resolution's event names it.
    public let id: FitID
    /// The question's labels, in the order of the fit's numbers.
    public let labels: [String]
    /// What was learned, and by which method.
    public let learned: LearnedFit
    /// How many votes it was learned from.
    public let votes: Int
    /// How many items they were on.
    public let items: Int
    /// How many answers the project had then; tells when another fit is due.
    public let answers: Int
    /// When it was made.
    public let createdAt: Instant

    /// A fit.
    public init(
        id: FitID, labels: [String], learned: LearnedFit, votes: Int, items: Int, answers: Int, createdAt: Instant
    ) {
        self.id = id
        self.labels = labels
        self.learned = learned
        self.votes = votes
        self.items = items
        self.answers = answers
        self.createdAt = createdAt
    }

    /// The name of the method: one of `Aggregators.all`.
    public var method: String { learned.method }

    /// What was learned as JSON: the fit's own members and the labels.
    public var json: JSONValue {
        var members = learned.fit.json.object ?? [:]
        members["labels"] = .array(labels.map(JSONValue.string))
        return .object(members)
    }

    /// The SHA-256 of `json` in hex: the same votes give the same hash.
    /// - Throws: `JSONError` for a number that JSON cannot hold.
    public func hash() throws -> String {
        SHA256.hash(data: Data(try json.canonicalBytes)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Reads what `json` prints; fits of the first release did not say the number of labels.
    static func read(_ json: JSONValue, method: String) throws(JSONError) -> (labels: [String], learned: LearnedFit) {
        guard let labels = json["labels"]?.array?.compactMap(\.string), labels.count >= 2,
            var members = json.object
        else { throw JSONError(.unexpectedShape, detail: "a fit has at least two labels") }
        members["label_count"] = JSONValue(labels.count)
        do {
            return (labels, try LearnedFit(method: method, json: .object(members)))
        } catch {
            throw JSONError(.unexpectedShape, detail: "\(error)")
        }
    }
}
