import TandemLedger
import TandemStore

/// What a running demo does besides serving: live cases arrive, simulated people work.
public struct DemoHouse: Sendable {
    private let stream: DemoStream
    private let team: DemoTeam
    private let pause: Double

    /// A demo in a house whose history is there.
    /// - Parameters:
    ///   - demo: which demo.
    ///   - deck: its rows.
    ///   - seed: of the simulated people's answers.
    ///   - perSecond: how many live cases arrive in a second; the team works as fast as keeps up with it.
    ///   - house: the services of the house.
    public init(_ demo: DemoCase, deck: DemoDeck, seed: UInt64, perSecond: Double, house: Services) {
        pause = 1 / perSecond
        stream = DemoStream(demo, deck: deck, house: house)
        team = DemoTeam(demo, deck: deck, seed: seed, secondsPerTask: min(4.5, 4.5 / perSecond), house: house)
    }

    /// The errands for the house's ticker.
    public var errands: [Ticker.Errand] {
        let (stream, team) = (stream, team)
        return [
            Ticker.Errand("demo stream", every: .seconds(pause)) { try await stream.sendNext() },
            Ticker.Errand("demo team", every: .seconds(min(0.5, pause / 2))) { try await team.work() },
        ]
    }
}
