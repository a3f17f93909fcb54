import TandemLedger
import TandemStore
import TandemWork

/// Keeps the simulated people at work while the demo runs, at a human pace, and leaves work for the visitor.
///
/// Each analyst holds up to two tasks and answers each some seconds after the claim; they stop claiming when only the
/// visitor's share waits, the newest cases. The more waits, the quicker they are, so that the queue stays bounded
/// however long nobody visits.
public actor DemoTeam {
    /// So many label tasks are left to the visitor.
    public static let visitorsTasks = 20
    /// So many adjudications and reviews are left to the visitor.
    public static let visitorsReviews = 3

    /// With so many tasks to spare the team works at its usual pace, with more in proportion faster.
    static let usualSpare = 12
    /// No task is answered faster than this, in milliseconds, unless the usual pace is.
    static let fastest = 1_200

    private struct Held {
        let person: SimulatedPerson
        let task: TaskPayload
        let move: SimulatedPerson.Move
        let dueAt: Instant
    }

    private let demo: DemoCase
    private let deck: DemoDeck
    private let services: Services
    private let seed: UInt64
    private let holdMilliseconds: Int
    private var crew: DemoCrew?
    private var held: [Held] = []

    /// A team in a house whose history is there.
    /// - Parameters:
    ///   - demo: which demo.
    ///   - deck: its rows, with the truth that the team knows.
    ///   - seed: of the team's answers.
    ///   - secondsPerTask: how long a task is held.
    ///   - house: the services of the house.
    public init(_ demo: DemoCase, deck: DemoDeck, seed: UInt64, secondsPerTask: Double, house: Services) {
        self.demo = demo
        self.deck = deck
        self.seed = seed
        services = house
        holdMilliseconds = max(1, Int(secondsPerTask * 1000))
    }

    /// Answers what is due and claims what there is too much of.
    /// - Throws: `Problem`, `StoreError`; the rest is done at the next beat.
    public func work() async throws {
        let crew = try await team()
        try await answerDue()
        let waiting = try await QueueStatus(services).run(.init(project: demo.name), as: crew.administrator).waiting
        var spare = (waiting[TaskKind.label.rawValue] ?? 0) - Self.visitorsTasks
        let length = Self.length(usual: holdMilliseconds, spare: spare)
        for _ in 0..<ClaimTask.most {
            for person in crew.analysts where spare > 0 {
                if try await claim([.label], person, length) { spare -= 1 }
            }
        }
        let reviews = (waiting[TaskKind.adjudicate.rawValue] ?? 0) + (waiting[TaskKind.review.rawValue] ?? 0)
        if reviews > Self.visitorsReviews { _ = try await claim([.adjudicate, .review], crew.adjudicator, length) }
    }

    /// How long a task is held when so many wait beyond the visitor's share.
    static func length(usual: Int, spare: Int) -> Int {
        let hurried = usual * usualSpare / max(usualSpare, spare)
        return max(min(usual, fastest), hurried)
    }

    private func answerDue() async throws {
        let now = services.clock.now
        let due = held.filter { $0.dueAt <= now }
        held.removeAll { $0.dueAt <= now }
        for one in due {
            do {
                try await one.person.answer(one.task, with: one.move, hasModel: true, services)
            } catch let problem as Problem where problem.kind == .conflict {
                continue  // the lease ended meanwhile, or there is no model to foresee
            }
        }
    }

    private func claim(_ kinds: Set<TaskKind>, _ person: SimulatedPerson, _ usual: Int) async throws -> Bool {
        let own = held.filter { $0.person === person }
        guard own.count < ClaimTask.most,
            let task = try await person.claim(kinds, in: demo.name, holding: Set(own.map(\.task.id)), services)
        else { return false }
        guard let move = person.move(on: task) else {
            // Something the visitor brought along: it stays with the visitor.
            let skip = ReleaseTask.Input(task: task.id, fence: task.fence, skip: true)
            _ = try await ReleaseTask(services).run(skip, as: person.actor)
            return false
        }
        let now = services.clock.now
        let length = usual * (80 + (held.count * 37) % 50) / 100
        let waited = Swift.min(move.activeMilliseconds, length)
        held.append(
            Held(
                person: person, task: task, move: move.taking(milliseconds: waited),
                dueAt: now.adding(milliseconds: length)))
        return true
    }

    private func team() async throws -> DemoCrew {
        if let crew { return crew }
        // Practiced by now: as fast as after the days that were replayed.
        let found = try await DemoCrew.find(demo, deck: deck, seed: seed, tasksDone: deck.first.count, services)
        crew = found
        return found
    }
}
