import Crypto
import Foundation
import TandemLabeling
import TandemLedger
import TandemTabular

/// What the aggregator had learned about workers when it was last fitted; never changed afterwards.
public struct StoredFit: Sendable, Hashable {
    /// Its id; a resolution's event names it.
    public let id: FitID
    /// The name of the method: `majority`.
    public let method: String
    /// The question's labels, in the order of the fit's numbers.
    public let labels: [String]
    /// What was learned.
    public let majority: MajorityVote.Fit
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
        id: FitID, method: String, labels: [String], majority: MajorityVote.Fit, votes: Int, items: Int, answers: Int,
        createdAt: Instant
    ) {
        self.id = id
        self.method = method
        self.labels = labels
        self.majority = majority
        self.votes = votes
        self.items = items
        self.answers = answers
        self.createdAt = createdAt
    }

    /// What was learned as JSON.
    public var json: JSONValue {
        [
            "labels": .array(labels.map(JSONValue.string)), "smoothing": .number(majority.smoothing),
            "prior": majority.prior.map { .array($0.map(JSONValue.number)) } ?? .null,
            "worker_accuracy": .object(majority.workerAccuracy.mapValues(JSONValue.number)),
        ]
    }

    /// The SHA-256 of `json` in hex: the same votes give the same hash.
    /// - Throws: `JSONError` for a number that JSON cannot hold.
    public func hash() throws -> String {
        SHA256.hash(data: Data(try json.canonicalBytes)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
    }

    /// Reads what `json` prints.
    static func majority(from json: JSONValue) throws(JSONError) -> (labels: [String], fit: MajorityVote.Fit) {
        guard let labels = json["labels"]?.array?.compactMap(\.string), labels.count >= 2,
            let smoothing = json["smoothing"]?.number, smoothing > 0,
            let accuracy = json["worker_accuracy"]?.object
        else { throw JSONError(.unexpectedShape, detail: "a fit has labels, smoothing and worker_accuracy") }
        let prior = json["prior"]?.array?.compactMap(\.number)
        return (
            labels,
            MajorityVote.Fit(
                labelCount: labels.count, smoothing: smoothing, prior: prior?.count == labels.count ? prior : nil,
                workerAccuracy: accuracy.compactMapValues(\.number))
        )
    }
}
