import TandemLedger
import TandemOversight
import TandemTabular
import Testing

/// A small world of every combination of what routing looks at.
struct RoutingRulesTests {
    struct World: Sendable {
        enum Standing: CaseIterable { case none, unbound, valid, validForOther, validForCaller }
        enum Rule: CaseIterable { case noRule, misses, holds, undecided }
        enum Said: CaseIterable { case nothing, noLabel, sure, unsure, atThreshold, byCaller }
        var standing: Standing
        var rule: Rule
        var said: Said
        var askPerson: Bool
        var fired: Bool
        var coin: Bool

        static var all: [World] {
            var worlds: [World] = []
            for standing in Standing.allCases {
                for rule in Rule.allCases {
                    for said in Said.allCases {
                        for bits in 0..<8 {
                            worlds.append(
                                World(
                                    standing: standing, rule: rule, said: said, askPerson: bits & 1 > 0,
                                    fired: bits & 2 > 0, coin: bits & 4 > 0))
                        }
                    }
                }
            }
            return worlds
        }

        func route() throws -> Route {
            let id = CertificateID(rawValue: "crt_1")
            let live = CertificateSubject.live(ModelID(rawValue: "mdl_1"))
            let certificate: CertificateStanding =
                switch standing {
                case .none: .none
                case .unbound: .unbound(id, changed: [.model])
                case .valid: .valid(id, about: live, thresholds: ["ok": 0.9])
                case .validForOther: .valid(id, about: live, thresholds: ["fraud": 0.5])
                case .validForCaller: .valid(id, about: .caller(version: "v1"), thresholds: ["ok": 0.9])
                }
            let rules: [PolicyRule] =
                switch rule {
                case .noRule: []
                case .misses: [try PolicyRule("amount > 9 -> human")]
                case .holds: [try PolicyRule("amount > 1 -> human priority 4")]
                case .undecided: [try PolicyRule("note = 'x' -> human")]
                }
            let source: Proposal.Source = said == .byCaller ? .caller : .live
            let scores: [String: Double]? =
                switch said {
                case .nothing: nil
                case .noLabel: [:]
                case .sure, .byCaller: ["ok": 0.95, "fraud": 0.05]
                case .unsure: ["ok": 0.8, "fraud": 0.2]
                case .atThreshold: ["ok": 0.9, "fraud": 0.1]
                }
            return RoutingRules.route(
                scores.map { Proposal(source: source, model: nil, version: "v1", scores: $0) },
                certificate: certificate, policy: RoutingPolicy(rules: rules), item: ["amount": 2],
                askPerson: askPerson, monitors: fired ? ["population"] : [], coin: coin)
        }

        /// Said in one line what the design asks for.
        var mayBeAutomatic: Bool {
            (standing == .valid && (said == .sure || said == .atThreshold)
                || standing == .validForCaller && said == .byCaller) && (rule == .noRule || rule == .misses)
                && !askPerson && !fired
        }
    }

    @Test func `a case is automatic only if nothing at all speaks for a person`() throws {
        #expect(World.all.count == 960)
        #expect(World.all.count { $0.mayBeAutomatic } == 12)
        for world in World.all {
            let route = try world.route()
            #expect((route.kind == .auto) == world.mayBeAutomatic, "\(world)")
            #expect(route.audited == world.coin, "the coin alone decides the audit")
            #expect(!route.reasons.isEmpty)
            #expect((route.reasons.map(\.code) == [.certified]) == world.mayBeAutomatic)
        }
    }

    @Test func `every reason that applies is given`() throws {
        for world in World.all {
            let codes = Set(try world.route().reasons.map(\.code))
            #expect(codes.contains(.askedForPerson) == world.askPerson)
            #expect(codes.contains(.rule) == (world.rule == .holds))
            #expect(codes.contains(.ruleUndecided) == (world.rule == .undecided))
            #expect(codes.contains(.monitorFired) == world.fired)
            #expect(codes.contains(.noCertificate) == (world.standing == .none))
            #expect(codes.contains(.certificateUnbound) == (world.standing == .unbound))
            #expect(codes.contains(.noModel) == (world.said == .nothing))
            #expect(codes.contains(.noLabel) == (world.said == .noLabel))
            let isRead = world.standing == .valid || world.standing == .validForOther
            let isOther =
                isRead && world.said == .byCaller
                || world.standing == .validForCaller && [.sure, .unsure, .atThreshold].contains(world.said)
            #expect(codes.contains(.modelUncertified) == isOther)
            #expect(codes.contains(.belowThreshold) == (world.standing == .valid && world.said == .unsure))
            let isLive = [.sure, .unsure, .atThreshold].contains(world.said)
            #expect(codes.contains(.labelUncertified) == (world.standing == .validForOther && isLive))
        }
    }

    @Test func `the most urgent rule gives the priority`() {
        let rules = ["amount > 1 -> human priority 40", "amount > 0 -> human priority 5", "amount = 2 -> human"]
            .compactMap { try? PolicyRule($0) }
        let route = RoutingRules.route(
            nil, certificate: .none, policy: RoutingPolicy(rules: rules), item: ["amount": 2], askPerson: false,
            monitors: [], coin: false)
        #expect(rules.count == 3 && route.priority == 5)
    }

    @Test func `equal scores give the label that comes first`() {
        let proposal = Proposal(source: .live, model: nil, version: "v1", scores: ["b": 0.5, "a": 0.5])
        #expect(proposal.label == "a" && proposal.probability == 0.5)
    }
}

struct AuditCoinTests {
    private let decisions = (0..<20_000).map { DecisionID(rawValue: "dec_\($0)") }

    @Test(arguments: [0.0, 0.05, 0.25, 1.0])
    func `the coin chooses its share`(_ share: Double) {
        let key = [UInt8](repeating: 7, count: 32)
        let chosen = decisions.count { AuditCoin.chooses($0, key: key, share: share) }
        let spread = 4 * (share * (1 - share) * Double(decisions.count)).squareRoot()
        #expect(abs(Double(chosen) - share * Double(decisions.count)) <= spread)
    }

    @Test func `the coin is fixed by decision, key and use`() {
        let (first, second) = ([UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32))
        let id = decisions[0]
        #expect(AuditCoin.fraction("audit", id, key: first) == AuditCoin.fraction("audit", id, key: first))
        #expect(AuditCoin.fraction("audit", id, key: first) != AuditCoin.fraction("audit", id, key: second))
        #expect(AuditCoin.fraction("audit", id, key: first) != AuditCoin.fraction("blind", id, key: first))
    }
}
