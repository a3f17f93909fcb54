import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Sends the next real rows as live cases, and some of their outcomes later.
///
/// Where it stands follows from how many decisions there are, so that a restart goes on.
public actor DemoStream {
    /// Every so many cases an outcome becomes known later.
    static let outcomeEvery = 4
    /// It becomes known after so many more cases.
    static let outcomeAfter = 60

    private let demo: DemoCase
    private let deck: DemoDeck
    private let services: Services
    private var cards: DemoDeck.Live?
    private var program: Actor?
    private var awaited: [(decision: DecisionID, truth: String, due: Int)] = []
    private var sent = 0

    /// A stream into a house whose history is there.
    public init(_ demo: DemoCase, deck: DemoDeck, house: Services) {
        self.demo = demo
        self.deck = deck
        services = house
    }

    /// Sends the next case.
    /// - Returns: whether it belongs to the pattern that was held back.
    /// - Throws: `Problem`, `StoreError`; the case is skipped then.
    @discardableResult
    public func sendNext() async throws -> Bool {
        let program = try await sender()
        guard let card = cards?.next() else { return false }
        sent += 1
        let decision = try await TakeDecision(services).run(
            .init(project: demo.name, body: LiveCase(item: .object(card.content))), as: program)
        if sent.isMultiple(of: Self.outcomeEvery) {
            awaited.append((decision.id, card.truth, sent + Self.outcomeAfter))
        }
        while let next = awaited.first, next.due <= sent {
            awaited.removeFirst()
            let body = RecordOutcome.Body(value: .string(next.truth), source: "later-report")
            _ = try await RecordOutcome(services).run(.init(decision: next.decision, body: body), as: program)
        }
        return card.isHeldBack
    }

    /// The program's account; on the first call the cases that were sent before are dealt again.
    private func sender() async throws -> Actor {
        if let program { return program }
        let found = try await Authenticate(services).person(DemoPerson.program.email)
        let name = demo.name
        let taken = try await services.database.read { tx in
            let project = try ProjectStore.find(name, in: found.workspace, tx)
            return try CounterStore.values(of: project.id, tx)[DecisionCounters.all] ?? 0
        }
        var dealt = deck.live()
        for _ in 0..<max(0, taken - deck.decided.count) { _ = dealt.next() }
        cards = dealt
        program = found
        return found
    }
}
