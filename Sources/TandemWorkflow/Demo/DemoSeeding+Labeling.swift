import TandemLedger
import TandemTabular
import TandemWork

extension DemoSeeding {
    /// The first batch in three days, so that items can be asked again a day later.
    func labelFirstBatch(_ crew: DemoCrew) async throws {
        let share = deck.first.count / 3
        for day in 0..<3 {
            tell("Labels of day \(day + 1)")
            advance(hours: 1 + day * 25)
            try await label(crew, rounds: day < 2 ? share : .max, hasModel: false)
            try await adjudicate(crew, hasModel: false)
            try await fitAggregator(crew)
            try await checkpoint(crew)
        }
    }

    /// What the day's answers tell of the analysts; the next day's resolutions use it.
    func fitAggregator(_ crew: DemoCrew) async throws {
        _ = try await RequestFit(fitting).run(.init(project: demo.name), as: crew.scientist)
        try await JobRunner(fitting).runWaiting()
    }

    /// Rounds in which each analyst answers one task; fewer when nothing waits.
    func label(_ crew: DemoCrew, rounds: Int, hasModel: Bool = true) async throws {
        var round = 0
        while round < rounds, try await labelOnce(crew, hasModel: hasModel) { round += 1 }
    }

    /// One task by each analyst at the same time.
    /// - Returns: whether anything waited.
    func labelOnce(_ crew: DemoCrew, hasModel: Bool) async throws -> Bool {
        let services = services
        let project = demo.name
        let held = try await withThrowingTaskGroup(of: Held?.self) { group in
            for person in crew.analysts {
                group.addTask {
                    guard let task = try await person.claim([.label], in: project, services),
                        let move = person.move(on: task)
                    else { return nil }
                    return Held(person: person, task: task, move: move)
                }
            }
            return try await group.reduce(into: [Held]()) { if let held = $1 { $0.append(held) } }
        }
        clock.advance(milliseconds: (held.map(\.move.activeMilliseconds).max() ?? 0) + 800)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for one in held {
                group.addTask {
                    try await one.person.answer(one.task, with: one.move, hasModel: hasModel, services)
                }
            }
            try await group.waitForAll()
        }
        return !held.isEmpty
    }

    /// The expert settles what the analysts did not agree on, and looks at a few settled answers.
    func adjudicate(_ crew: DemoCrew, hasModel: Bool = true) async throws {
        while let task = try await crew.adjudicator.claim([.adjudicate, .review], in: demo.name, services),
            let move = crew.adjudicator.move(on: task)
        {
            clock.advance(milliseconds: move.activeMilliseconds + 800)
            try await crew.adjudicator.answer(task, with: move, hasModel: hasModel, services)
        }
    }

    private struct Held: Sendable {
        let person: SimulatedPerson
        let task: TaskPayload
        let move: SimulatedPerson.Move
    }
}
