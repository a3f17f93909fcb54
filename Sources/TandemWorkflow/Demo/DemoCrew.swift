import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// The demo's people as actors of a running house.
struct DemoCrew: Sendable {
    let administrator: Actor
    let scientist: Actor
    let champion: Actor
    let program: Actor
    let analysts: [SimulatedPerson]
    let adjudicator: SimulatedPerson

    /// Finds everybody; their accounts must be there.
    static func find(
        _ demo: DemoCase, deck: DemoDeck, seed: UInt64, tasksDone: Int = 0, _ services: Services
    ) async throws -> DemoCrew {
        let labels = demo.question.labels.map(\.value)
        func actor(_ person: DemoPerson) async throws -> Actor { try await Authenticate(services).person(person.email) }
        func simulated(_ person: DemoPerson) async throws -> SimulatedPerson {
            SimulatedPerson(
                person, actor: try await actor(person), deck: deck, labels: labels, seed: seed, tasks: tasksDone)
        }
        var analysts: [SimulatedPerson] = []
        for person in DemoPerson.analysts { analysts.append(try await simulated(person)) }
        return DemoCrew(
            administrator: try await actor(DemoPerson.administrator), scientist: try await actor(DemoPerson.scientist),
            champion: try await actor(DemoPerson.champion), program: try await actor(DemoPerson.program),
            analysts: analysts, adjudicator: try await simulated(DemoPerson.adjudicator))
    }
}
