import TandemLedger
import TandemTabular
import Testing

@testable import TandemOversight

struct ResolutionFollowingTests {
    private func decision(
        _ state: Decision.State, route: Route.Kind = .human, decider: String? = "wrk_1", value: JSONValue? = "no",
        audit: Decision.Audit = .none, truth: String? = nil, action: AgentAction? = nil
    ) -> Decision {
        Decision(
            id: DecisionID(rawValue: "d"), workspace: WorkspaceID(rawValue: "w"), project: ProjectID(rawValue: "p"),
            item: ItemID(rawValue: "i"),
            proposal: Proposal(source: .live, model: nil, version: "m-1", scores: ["yes": 0.9, "no": 0.1]),
            route: Route(kind: route, reasons: [], audited: audit != .none, priority: nil), auditProbability: 0,
            certificate: nil, policyVersion: "1", task: nil, state: state, decider: decider, value: value,
            deadline: nil, defaultLabel: nil, callback: nil, audit: audit, auditDue: nil, auditTruth: truth,
            createdAt: Instant(milliseconds: 0), closedAt: nil, action: action)
    }

    @Test func `an open decision is closed by whatever people come to`() {
        #expect(ResolutionFollowing.verdict(on: decision(.open, decider: nil), value: "yes") == .closes)
        #expect(ResolutionFollowing.verdict(on: decision(.open, decider: nil), value: nil) == .closes)
    }

    @Test func `what people decided is corrected by another answer, and by nothing else`() {
        #expect(ResolutionFollowing.verdict(on: decision(.closed), value: "yes") == .corrects)
        #expect(ResolutionFollowing.verdict(on: decision(.closed), value: "no") == .stands)
        #expect(ResolutionFollowing.verdict(on: decision(.closed), value: nil) == .stands)
    }

    @Test func `what the model or a deadline decided stands, and so does an action`() throws {
        let auto = decision(.closed, route: .auto, decider: "auto", value: "yes", audit: .agreed, truth: "yes")
        #expect(ResolutionFollowing.verdict(on: auto, value: "no") == .stands)
        #expect(ResolutionFollowing.verdict(on: decision(.closed, decider: "deadline"), value: "yes") == .stands)
        let action = try AgentAction(name: "refund", arguments: [:])
        #expect(ResolutionFollowing.verdict(on: decision(.closed, action: action), value: "yes") == .stands)
    }

    @Test func `an audit is settled once, corrected by people, and never against the world or after its time`() {
        func verdict(
            _ audit: Decision.Audit, _ was: String?, _ truth: String?, world: Bool = false
        )
            -> ResolutionFollowing.AuditVerdict
        {
            ResolutionFollowing.auditVerdict(
                on: decision(.closed, route: .auto, decider: "auto", audit: audit, truth: was), truth: truth,
                hasOutcome: world)
        }
        #expect(verdict(.pending, nil, "yes") == .settles(.agreed))
        #expect(verdict(.pending, nil, "no") == .settles(.wrong))
        #expect(verdict(.pending, nil, nil) == .settles(.unsure))
        #expect(verdict(.agreed, "yes", "no") == .corrects(.wrong))
        #expect(verdict(.wrong, "no", "yes") == .corrects(.agreed))
        #expect(verdict(.agreed, "yes", "yes") == .stands)
        #expect(verdict(.agreed, "yes", "no", world: true) == .stands)
        #expect(verdict(.missed, nil, "yes") == .stands)
        #expect(verdict(.none, nil, "yes") == .stands)
    }
}
