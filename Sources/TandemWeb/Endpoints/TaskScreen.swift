import TandemLedger
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

/// Turns a claimed task into what the task screen reads: labels with hotkeys, fields as text, guidelines as safe HTML.
struct TaskScreen: Sendable {
    private let services: Services
    private let guidelines: GuidelineMemo

    init(_ services: Services) {
        self.services = services
        guidelines = GuidelineMemo(services.database)
    }

    /// The claimed task as an answer.
    func answer(_ task: TandemWorkflow.TaskPayload, for actor: Actor) async throws -> Answer {
        let html = try await guidelines.html(task.guidelineVersion, of: task.project.id)
        return .json(bytes: try Self.payload(task, guidelinesHTML: html).wireBytes)
    }

    /// The screen's view of a task.
    static func payload(_ task: TandemWorkflow.TaskPayload, guidelinesHTML: String) -> TaskPayload {
        TaskPayload(
            id: task.id.rawValue, kind: kind(task.kind), fence: task.fence,
            leaseExpiresAt: task.leaseExpiresAt.iso8601, project: task.project.slug,
            reasons: task.reasons.map { .init(code: $0.code, text: $0.text) }, dueAt: task.dueAt?.iso8601,
            question: question(task.question), item: item(task.item),
            guidelinesHTML: guidelinesHTML, guidelineVersion: task.guidelineVersion, blind: task.blind,
            suggestion: task.suggestion.map { .init(value: .string($0.label), probability: $0.probability) },
            explanation: task.explanation.map { explanation($0, of: task.suggestion?.label ?? "", about: task.item) },
            votes: task.votes.map { $0.enumerated().map(vote) }, review: task.review.map(review),
            probe: task.probe.map { .init(kind: $0 == .predict ? .prediction : .rating) })
    }

    /// The screen's view of what the model says after a blind answer.
    static func revealed(_ said: RevealSuggestion.Output) -> RevealPayload {
        RevealPayload(
            task: said.task.rawValue, value: said.value, unsure: said.unsure, agrees: said.agrees,
            suggestion: .init(value: .string(said.suggestion.label), probability: said.suggestion.probability),
            modelVersion: said.suggestion.modelVersion,
            explanation: said.explanation.map { explanation($0, of: said.suggestion.label, about: said.item) },
            question: question(said.question), item: item(said.item))
    }

    private static func kind(_ kind: TaskKind) -> TaskPayload.Kind {
        switch kind {
        case .label: .label
        case .review: .review
        case .adjudicate: .adjudicate
        }
    }

    private static func question(_ question: Question) -> TaskPayload.Question {
        let labels = question.labels.enumerated().map { index, label in
            TaskPayload.Label(value: label.value, text: label.text, hotkey: index < 9 ? String(index + 1) : nil)
        }
        return TaskPayload.Question(
            kind: TaskPayload.Question.Kind(rawValue: question.kind) ?? .choice, prompt: question.prompt,
            labels: labels.isEmpty ? nil : labels,
            number: question.kind == "number"
                ? .init(min: question.minimum, max: question.maximum, step: question.step, unit: question.unit) : nil,
            text: question.kind == "text" ? .init(maxLength: question.maxLength ?? 10_000) : nil)
    }

    private static func item(_ item: TandemWorkflow.TaskPayload.ItemContent) -> TaskPayload.Item {
        TaskPayload.Item(
            key: item.key,
            fields: item.fields.map {
                .init(name: $0.name, label: words($0.name), value: plain($0.value), type: $0.type, help: $0.help)
            }, text: text(of: item))
    }

    /// All running texts of an item as the screen shows them.
    private static func text(of item: TandemWorkflow.TaskPayload.ItemContent) -> String? {
        item.text.isEmpty ? nil : item.text.map(\.text).joined(separator: "\n\n")
    }

    private static func explanation(
        _ explanation: TandemWorkflow.Explanation, of label: String,
        about item: TandemWorkflow.TaskPayload.ItemContent
    ) -> TaskPayload.Explanation {
        let words = explanation.tokens.map { (text: $0.text, margin: $0.margin) }
        return TaskPayload.Explanation(
            class: label, unit: "margin (\(explanation.unit))", base: explanation.base,
            contributions: explanation.contributions.map {
                .init(feature: Self.words($0.feature), value: $0.value, contribution: $0.margin)
            }, tokens: words.isEmpty ? nil : TaskPayload.Token.placed(words, in: text(of: item) ?? ""))
    }

    private static func vote(_ number: Int, _ vote: TandemWorkflow.TaskPayload.VoteContent) -> TaskPayload.Vote {
        TaskPayload.Vote(
            by: "Person \(number + 1)", simulated: vote.simulated,
            value: vote.value?.number.map(TaskPayload.AnswerValue.number) ?? .string(vote.text), unsure: vote.unsure,
            comment: vote.comment)
    }

    private static func review(_ review: TandemWorkflow.TaskPayload.ReviewContent) -> TaskPayload.Review {
        let isModel = review.target == "ai"
        return TaskPayload.Review(
            source: isModel ? .model : .person, by: isModel ? "The model" : "A person",
            simulated: review.simulated,
            value: .string(review.value.string ?? review.text))
    }

    /// `age_of_domain` as people read it.
    static func words(_ name: String) -> String {
        var bytes = name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }
        if let first = bytes.first, first < 0x80 {
            if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first), bytes.count < 2 || bytes[1] < 0x80 {
                bytes[0] = first & 0xDF
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        let words = String(decoding: bytes, as: UTF8.self)
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .string(let text): text
        case .number: value.plain
        case .bool(let flag): flag ? "yes" : "no"
        case .array, .object: try? value.canonicalString
        }
    }
}
