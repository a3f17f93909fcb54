import Foundation
import Synchronization
import TandemLedger
import TandemNumerics
import TandemTabular
import TandemWork

/// Plays an analyst: claims tasks, answers right as often as its skill says, gets faster with practice.
///
/// What it answers depends on its seed, the item and how often it has seen the item, not on what else happens, so that
/// a replayed history has the same labels each time. It is the only one besides outcomes that knows the truth.
final class SimulatedPerson: Sendable {
    /// What it does with a task.
    struct Move: Sendable {
        let answer: JSONValue
        let isUnsure: Bool
        let activeMilliseconds: Int
        let rating: Int
        let foreseen: String

        /// The same, done in another time.
        func taking(milliseconds: Int) -> Move {
            Move(
                answer: answer, isUnsure: isUnsure, activeMilliseconds: milliseconds, rating: rating,
                foreseen: foreseen)
        }
    }

    /// Who it is.
    let actor: Actor
    private let skill: Double
    private let seed: SplitMix64
    private let deck: DemoDeck
    private let labels: [String]
    private let practice: Mutex<(tasks: Int, seen: [String: Int])>

    init(_ person: DemoPerson, actor: Actor, deck: DemoDeck, labels: [String], seed: UInt64, tasks: Int = 0) {
        self.actor = actor
        skill = person.skill ?? 1
        self.deck = deck
        self.labels = labels
        self.seed = SplitMix64(seed: seed).split(Self.hash(person.email))
        practice = Mutex((tasks, [:]))
    }

    /// What it does with the next task; nil for an item that is none of the demo's.
    func move(on task: TaskPayload) -> Move? {
        guard let truth = deck.truth(of: task.item.key) else { return nil }
        let (number, sight) = practice.withLock { practice in
            let seen = practice.seen[task.item.key, default: 0]
            practice.seen[task.item.key] = seen + 1
            practice.tasks += 1
            return (practice.tasks - 1, seen)
        }
        var random = seed.split(Self.hash(task.item.key)).split(UInt64(sight))
        let answer = random.uniform() < skill ? truth : other(than: truth, &random)
        let isUnsure = random.uniform() < 0.015
        let usual = 8_000 + 11_000 * exp(-Double(number) / 250)
        let active = usual * exp(0.35 * random.normal())
        let isRight = task.suggestion.map { $0.label == truth } ?? true
        let rating = (isRight ? 4 : 2) + random.below(2)
        let insight = task.explanation == nil ? 0.8 : 0.9
        let foreseen = random.uniform() < insight ? task.suggestion?.label ?? truth : other(than: truth, &random)
        return Move(
            answer: .string(answer), isUnsure: isUnsure, activeMilliseconds: Int(max(1_500, active)), rating: rating,
            foreseen: foreseen)
    }

    private func other(than truth: String, _ random: inout SplitMix64) -> String {
        let others = labels.filter { $0 != truth }
        return others.isEmpty ? truth : others[random.below(others.count)]
    }

    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
    }
}

extension SimulatedPerson {
    /// Claims the next task of some kinds.
    /// - Throws: `Problem`, `StoreError`.
    func claim(
        _ kinds: Set<TaskKind>, in project: String, holding: Set<TaskID>? = nil, _ services: Services
    ) async throws -> TaskPayload? {
        try await ClaimTask(services).run(.init(project: project, kinds: kinds, holding: holding), as: actor)
    }

    /// Answers a task, and the question after it.
    /// - Throws: `Problem`, `StoreError`.
    func answer(_ task: TaskPayload, with move: Move, hasModel: Bool, _ services: Services) async throws {
        if task.kind == .review, let given = task.review {
            let isRight = given.value == move.answer
            let body = SubmitReview.Body(
                fence: task.fence, decision: isRight ? .accept : .correct, value: isRight ? nil : move.answer,
                activeMs: move.activeMilliseconds)
            _ = try await SubmitReview(services).run(.init(task: task.id, body: body), as: actor)
            return
        }
        let body = SubmitAnnotation.Body(
            fence: task.fence, value: move.answer, activeMs: move.activeMilliseconds, unsure: move.isUnsure)
        _ = try await SubmitAnnotation(services).run(.init(task: task.id, body: body), as: actor)
        switch task.probe {
        case .rating?:
            _ = try await RecordProbe(services).run(
                .init(task: task.id, body: .init(rating: move.rating)), as: actor)
        case .predict? where hasModel:
            _ = try await RecordProbe(services).run(
                .init(task: task.id, body: .init(predicted: move.foreseen)), as: actor)
        case .predict?, nil: break
        }
    }
}
