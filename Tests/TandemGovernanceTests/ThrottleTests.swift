import TandemGovernance
import TandemLedger
import Testing

@Suite struct ThrottleTests {
    private let start = Instant(milliseconds: 1_700_000_000_000)

    @Test func `the wait doubles from a second to a quarter of an hour`() throws {
        var state: ThrottleRules.State?
        var now = start
        var waits: [Int] = []
        for _ in 0..<18 {
            let next = try ThrottleRules.account.begin(state, at: now)
            waits.append(next.blockedUntil.since(now) / 1000)
            now = max(now, next.blockedUntil)
            state = next
        }
        #expect(waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    }

    @Test func `a try during the wait is refused with the seconds that are left`() throws {
        let state = ThrottleRules.State(failures: 9, blockedUntil: start.adding(seconds: 8), updatedAt: start)
        #expect {
            try ThrottleRules.account.begin(state, at: start.adding(milliseconds: 500))
        } throws: { ($0 as? Problem)?.facts["retry_after"] == "8" }
    }

    @Test func `after a quiet hour the count starts over`() throws {
        let state = ThrottleRules.State(failures: 30, blockedUntil: start, updatedAt: start)
        #expect(try ThrottleRules.account.begin(state, at: start.adding(seconds: 3600)).failures == 1)
        #expect(try ThrottleRules.account.begin(state, at: start.adding(seconds: 3599)).failures == 31)
    }

    @Test func `a clock set back locks nobody out for longer than the longest wait`() throws {
        let state = ThrottleRules.State(failures: 30, blockedUntil: start, updatedAt: start)
        #expect {
            try ThrottleRules.account.begin(state, at: start.adding(seconds: -86_400))
        } throws: { ($0 as? Problem)?.facts["retry_after"] == "900" }
    }
}
