import Crypto
import Foundation
import TandemLedger
import TandemTabular

/// An action that an agent proposes: a name and arguments, to be taken only as they are or as a person edits them.
public struct AgentAction: Sendable, Hashable {
    /// What is to be done, such as `refund`.
    public let name: String
    /// With which arguments.
    public let arguments: [String: JSONValue]
    /// SHA-256 in hex of the canonical JSON of `{"arguments": …, "name": …}`: what an answer is bound to.
    public let hash: String

    /// The most bytes of canonical JSON that arguments take.
    public static let most = 65_536

    /// Checks an action and hashes it.
    /// - Throws: `Problem` `action_invalid`.
    public init(name: String, arguments: [String: JSONValue]) throws(Problem) {
        guard (1...200).contains(name.utf8.count), name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(
                .invalid, "action_invalid", "An action's name has 1 to 200 visible ASCII characters without spaces.",
                at: "/action/name")
        }
        guard
            let bytes = try? JSONValue.object(["arguments": .object(arguments), "name": .string(name)]).canonicalBytes,
            bytes.count <= Self.most
        else {
            throw Problem(
                .invalid, "action_invalid", "Arguments are a JSON object of at most 65,536 bytes with finite numbers.",
                at: "/action/arguments")
        }
        self.name = name
        self.arguments = arguments
        hash = Hex.text(Array(SHA256.hash(data: Data(bytes))))
    }

    /// An action that was checked when it was stored.
    init(stored name: String, arguments: [String: JSONValue], hash: String) {
        self.name = name
        self.arguments = arguments
        self.hash = hash
    }

    /// The same action with other arguments.
    /// - Throws: `Problem` `action_invalid`.
    public func with(_ arguments: [String: JSONValue]) throws(Problem) -> AgentAction {
        try AgentAction(name: name, arguments: arguments)
    }

    /// As it is stored and shown.
    public var json: JSONValue {
        ["name": .string(name), "arguments": .object(arguments), "hash": .string(hash)]
    }
}

/// What somebody says to an agent's action.
public enum ActionVerdict: String, Sendable, Hashable, CaseIterable, Codable {
    /// Take it as it is.
    case accept
    /// Take it with these arguments instead.
    case edit
    /// Do not take it.
    case reject
    /// Do not take it; here is what the agent should know.
    case respond
}

/// The answer to an agent's action, bound to what was seen.
public struct ActionAnswer: Sendable, Hashable {
    /// What is said.
    public let verdict: ActionVerdict
    /// The hash of the action that was on the screen; nil when nobody looked: a rule or the deadline answered.
    public let seen: String?
    /// What may be done: the action as proposed or as edited; nil for `reject` and `respond`.
    public let allowed: AgentAction?
    /// What the agent is told.
    public let message: String?

    /// An answer.
    public init(verdict: ActionVerdict, seen: String?, allowed: AgentAction?, message: String?) {
        self.verdict = verdict
        self.seen = seen
        self.allowed = allowed
        self.message = message
    }

    /// As it is stored and shown; what is nil is left out.
    public var json: JSONValue {
        var json: [String: JSONValue] = ["verdict": .string(verdict.rawValue)]
        json["seen_hash"] = seen.map(JSONValue.string)
        json["arguments"] = (allowed?.arguments).map(JSONValue.object)
        json["hash"] = (allowed?.hash).map(JSONValue.string)
        json["message"] = message.map(JSONValue.string)
        return .object(json)
    }
}
