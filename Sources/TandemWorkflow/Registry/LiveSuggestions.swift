import TandemExplainability
import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// What the live model leans to for an item and why, in margin units: exact contributions for linear and tree models.
public struct LiveSuggestions: SuggestionSource {
    /// Features shown one by one; the rest is one entry.
    static let mostContributions = 12
    private let models: LiveModels

    /// Suggestions of the live models.
    public init(_ models: LiveModels) { self.models = models }

    /// The live model's suggestion; nil before the first promotion, for an erased item, and for one that does not fit the
    /// model's columns any more.
    public func suggestion(for item: Item, in project: Project) async throws -> Suggestion? {
        guard item.erasedAt == nil, let content = item.content.object, let live = try await models.current(project.id)
        else { return nil }
        do throws(RowProblem) {
            return try Self.suggestion(content, live)
        } catch {
            return nil
        }
    }

    /// Whether a model was ever promoted.
    public func mayKnow(_ project: ProjectID, _ tx: any ReadTransaction) throws -> Bool {
        try LiveModelStore.find(project, tx) != nil
    }

    /// The suggestion of one model for one content.
    static func suggestion(_ content: [String: JSONValue], _ live: LiveModel) throws(RowProblem) -> Suggestion {
        let scores = try live.artifact.scores(content)
        let best = ModelEvaluation.largest(scores)
        let why = try live.explainer.explain(content, of: live.artifact.classes[best])
        return Suggestion(
            label: live.artifact.classes[best], probability: scores[best], modelVersion: live.versionName,
            explanation: explanation(why))
    }

    private static func explanation(_ why: TandemExplainability.Explanation) -> Explanation {
        var contributions = why.contributions.prefix(mostContributions).map { entry in
            Explanation.Contribution(feature: entry.column, value: text(entry.value), margin: entry.amount)
        }
        let others = why.contributions.dropFirst(mostContributions)
        if !others.isEmpty {
            let sum = others.reduce(0) { $0 + $1.amount }
            contributions.append(
                Explanation.Contribution(feature: "\(others.count) others", value: nil, margin: sum))
        }
        let tokens = why.texts.flatMap(\.words).map { Explanation.Token(text: $0.word, margin: $0.amount) }
        return Explanation(base: why.base, contributions: contributions, tokens: tokens)
    }

    /// A value as people read it, cut where it is long; nil when missing.
    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .string(let text): text.count > 60 ? text.prefix(59) + "…" : text
        default: try? value.canonicalString
        }
    }
}
