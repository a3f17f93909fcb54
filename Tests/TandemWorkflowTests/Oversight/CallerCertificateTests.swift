import TandemLedger
import TandemOversight
import TandemTabular
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// A team's own model decides under a certificate without ever being handed over.
struct CallerCertificateTests {
    @Test func `decisions with a caller's own scores are automatic once its version is certified`() async throws {
        try await OversightWorld.with(live: false, certified: false) { world in
            for amount in 0..<world.size {
                let early = try await world.decideOwn(amount, key: "i\(amount)", version: "shop-7")
                #expect(early.route == .human && early.reasons.map(\.code) == [.noCertificate])
            }
            let made = try await world.certify(version: "shop-7")
            #expect(made.state == .valid, "\(made.missing)")
            #expect(made.model == nil && made.modelVersion == "shop-7" && made.items >= 200)
            let sure = try await world.decideOwn(399, key: "new", version: "shop-7")
            #expect(sure.route == .auto && sure.certificate == made.id && sure.reasons.map(\.code) == [.certified])
            let torn = try await world.decideOwn(world.size / 2, key: "torn", version: "shop-7")
            #expect(torn.route == .human && torn.reasons.map(\.code) == [.belowThreshold])
        }
    }

    @Test func `a certificate of one version covers no other, nor the live model`() async throws {
        try await OversightWorld.with(certified: false) { world in
            for amount in 0..<world.size {
                _ = try await world.decideOwn(amount, key: "i\(amount)", version: "shop-7")
            }
            #expect(try await world.certify(version: "shop-7").state == .valid)
            let next = try await world.decideOwn(399, key: "a", version: "shop-8")
            #expect(next.route == .human && next.reasons.map(\.code) == [.modelUncertified])
            let live = try await world.decide(399, key: "b")
            #expect(live.route == .human && live.reasons.map(\.code) == [.modelUncertified])
            let promoted = try await world.promote(slope: 0.06)
            #expect(!promoted.rawValue.isEmpty)
            let own = try await world.decideOwn(399, key: "c", version: "shop-7")
            #expect(own.route == .auto, "another live model does not touch it")
        }
    }

    @Test func `a version without scored calibration items is refused, spends no attempt and says what is missing`()
        async throws
    {
        try await OversightWorld.with(live: false, certified: false) { world in
            let refused = try await world.certify(version: "shop-9")
            #expect(refused.state == .refused && refused.items == 0 && refused.attempt == 0)
            #expect(!refused.missing.isEmpty)
        }
    }
}

extension OversightWorld {
    /// A live case with the scores of a model of the caller's own, which errs around the middle and knows it.
    fileprivate func decideOwn(_ amount: Int, key: String, version: String) async throws -> DecisionView {
        let distance = abs(amount - size / 2)
        let sure = min(0.99, 0.5 + Double(distance) / 40)
        let isWrong = distance < 12
        let said = isWrong == (truth(amount) == "yes") ? "no" : "yes"
        return try await TakeDecision(services).run(
            .init(
                project: project.slug,
                body: LiveCase(
                    item: ["id": .string(key), "amount": .number(Double(amount)), "note": .string("note \(amount)")],
                    scores: [said: sure, said == "yes" ? "no" : "yes": 1 - sure], modelVersion: version)), as: program)
    }

    fileprivate func certify(version: String) async throws -> CertificateView {
        try await IssueCertificate(services).run(
            .init(project: project.slug, body: .init(maxError: 0.1, modelVersion: version)), as: world.administrator)
    }
}
