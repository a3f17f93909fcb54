import TandemWork
import TandemWorkflow

/// A model that says the same of every item.
struct FixedModel: SuggestionSource {
    var label = "yes"
    var probability = 0.9
    var version = "v1"

    func suggestion(for item: Item, in project: Project) async throws -> Suggestion? {
        Suggestion(
            label: label, probability: probability, modelVersion: version,
            explanation: Explanation(base: 0.1, contributions: [.init(feature: "amount", value: "1", margin: 2)]))
    }
}
