import TandemLedger
import TandemTabular
import TandemWork

/// A task as the person who holds it sees it; the same members whatever its purpose, which it does not tell.
public struct TaskPayload: Sendable, Codable, Hashable {
    /// The task.
    public var id: TaskID
    /// What is to be done.
    public var kind: TaskKind
    /// The number of the lease; sent back with the answer.
    public var fence: Int
    /// When the task was claimed.
    public var claimedAt: Instant
    /// When the lease ends unless a heartbeat comes.
    public var leaseExpiresAt: Instant
    /// The project.
    public var project: ProjectRef
    /// What is asked.
    public var question: Question
    /// What it is asked about.
    public var item: ItemContent
    /// The guidelines in force.
    public var guidelineVersion: Int
    /// A pause longer than this does not count as active time, in seconds.
    public var idleSeconds: Int
    /// Whether the model's answer is kept back.
    public var blind: Bool
    /// When it should be done.
    public var dueAt: Instant?
    /// Why the case came to a person; nothing in a blind task that tells the model's view.
    public var reasons: [Reason]
    /// The model's answer; absent for blind tasks and without a live model.
    public var suggestion: SuggestedLabel?
    /// Why the model leans that way; absent like the answer.
    public var explanation: Explanation?
    /// The answers between which an adjudicator decides.
    public var votes: [VoteContent]?
    /// The answer to review.
    public var review: ReviewContent?
    /// The agent's action to answer.
    public var action: ActionView?
    /// The question that follows the answer, if one does.
    public var probe: ProbeRules.Probe?

    /// Which project.
    public struct ProjectRef: Sendable, Codable, Hashable {
        /// Its id.
        public var id: ProjectID
        /// Its name in URLs.
        public var slug: String
        /// Its name.
        public var name: String
    }

    /// The item's visible content.
    public struct ItemContent: Sendable, Codable, Hashable {
        /// Its name in the outside world.
        public var key: String
        /// Its values, in the order of the schema.
        public var fields: [Field]
        /// Its running texts, in the order of the schema.
        public var text: [TextField]
    }

    /// One value of the item.
    public struct Field: Sendable, Codable, Hashable {
        /// The column.
        public var name: String
        /// What kind of value it is.
        public var type: String
        /// The value; null when it is missing.
        public var value: JSONValue
        /// What the schema says about the column.
        public var help: String?
    }

    /// Why a case came to a person.
    public struct Reason: Sendable, Codable, Hashable {
        /// A stable word.
        public var code: String
        /// A sentence for people.
        public var text: String
    }

    /// One running text of the item.
    public struct TextField: Sendable, Codable, Hashable {
        /// The column.
        public var name: String
        /// The text.
        public var text: String
    }

    /// The model's answer.
    public struct SuggestedLabel: Sendable, Codable, Hashable {
        /// The label.
        public var label: String
        /// Its probability.
        public var probability: Double
        /// The model version.
        public var modelVersion: String
    }

    /// One of the answers to decide between, without a name.
    public struct VoteContent: Sendable, Codable, Hashable {
        /// The answer.
        public var value: JSONValue?
        /// The answer as people read it.
        public var text: String
        /// Whether the person was unsure.
        public var unsure: Bool
        /// What the person added.
        public var comment: String?
        /// Whether the person only plays one.
        public var simulated: Bool
    }

    /// The answer to review.
    public struct ReviewContent: Sendable, Codable, Hashable {
        /// Whose answer: `ai` or `human`.
        public var target: String
        /// The answer.
        public var value: JSONValue
        /// The answer as people read it.
        public var text: String
        /// Whether everybody who gave it only plays a person.
        public var simulated: Bool
    }
}
