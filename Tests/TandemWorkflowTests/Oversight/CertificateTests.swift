import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct CertificateTests {
    /// A change of one bound part, as it would happen behind the guard's back.
    struct Change: Sendable, CustomTestStringConvertible {
        let part: CertificateBinding.Part
        let name: String
        let apply: @Sendable (OversightWorld) async throws -> Void

        var testDescription: String { name }

        private static func project(
            _ world: OversightWorld, _ change: @escaping @Sendable (inout Project) -> Void
        ) async throws {
            try await world.world.database.write { tx in
                var project = try ProjectStore.find(world.project.id, in: world.world.workspace, tx)
                let version = project.version
                change(&project)
                try ProjectStore.update(project, since: version, in: tx)
            }
        }

        static let all = [
            Change(part: .model, name: "another model goes live") { try await $0.promote(slope: 0.06) },
            Change(part: .calibrator, name: "the calibrator changes") { world in
                _ = try await world.world.database.write { tx in
                    try tx.run("UPDATE model SET calibration = \("{\"name\":\"platt\"}")")
                }
            },
            Change(part: .policyRules, name: "a rule is added") { world in
                try await project(world) { $0.policy["rules"] = ["amount > 9999 -> human"] }
            },
            Change(part: .acceptance, name: "a threshold is lowered in the certificate's row") { world in
                try await world.world.database.write { tx in
                    guard let row = try tx.row("SELECT details FROM certificate WHERE state = 'valid'") else { return }
                    var details: CertificateDetails = try Wire.decode(from: Array(try row.text("details").utf8))
                    details.labels[0].threshold = 0.5
                    details.labels[1].threshold = 0.5
                    let text = String(decoding: try Wire.encode(details), as: UTF8.self)
                    _ = try tx.run("UPDATE certificate SET details = \(text) WHERE state = 'valid'")
                }
            },
            Change(part: .population, name: "the roles are split anew") { world in
                try await project(world) {
                    $0.settings.roleShares = RoleShares(train: 0.5, calibrate: 0.3, evaluate: 0.2)
                }
            },
            Change(part: .population, name: "the item schema changes") { world in
                try await world.world.database.write { tx in
                    let text =
                        "{\"columns\":[{\"name\":\"id\",\"type\":\"category\",\"role\":\"key\"},"
                        + "{\"name\":\"amount\",\"type\":\"number\"},{\"name\":\"note\",\"type\":\"text\"}]}"
                    _ = try tx.run("UPDATE project SET item_schema = \(text), version = version + 1")
                }
            },
            Change(part: .population, name: "the key of the split changes") { world in
                _ = try await world.world.database.write { tx in
                    try tx.run("UPDATE project SET split_key = \([UInt8](0..<32)), version = version + 1")
                }
            },
        ]
    }

    @Test func `every part that is bound has a change here`() {
        #expect(Set(Change.all.map { $0.part }) == Set(CertificateBinding.Part.allCases))
    }

    @Test(arguments: Change.all)
    func `a change of a bound part sends every decision to people, and the guard voids the certificate`(
        _ change: Change
    ) async throws {
        try await OversightWorld.with { world in
            let before = try await world.decide(399, key: "before")
            #expect(before.route == .auto)
            try await change.apply(world)
            let after = try await world.decide(399, key: "after")
            #expect(after.route == .human && after.certificate == nil)
            #expect(after.reasons.map(\.code) == [.certificateUnbound])
            #expect(after.reasons.first?.text.contains(change.part.rawValue) == true)
            let now = world.world.clock.now
            let voided = try await world.world.database.write { tx in
                let project = try ProjectStore.find(world.project.id, in: world.world.workspace, tx)
                return try CertificateGuard.voidIfUnbound(
                    project, services: world.services, as: world.world.administrator, now: now, in: tx)
            }
            #expect(voided == before.certificate)
            #expect(try await world.certificates().valid == nil)
            #expect(
                try await world.facts(.certificateVoided).map { $0["changed"]?[0] } == [.string(change.part.rawValue)])
            #expect(try await world.decide(399, key: "later").reasons.map(\.code) == [.noCertificate])
        }
    }

    @Test func `what is not bound may change, and the certificate goes on`() async throws {
        try await OversightWorld.with { world in
            let changed = try await ChangePolicy(world.services).run(
                .init(
                    project: world.project.slug, policy: ["audit_share": 0, "priority": 3, "default": "no"],
                    version: world.project.version), as: world.world.administrator)
            #expect(changed.voided == nil && changed.policyVersion == "3")
            #expect(try await world.decide(399, key: "a").route == .auto)
            let stricter = try await ChangePolicy(world.services).run(
                .init(
                    project: world.project.slug, policy: ["rules": ["amount > 398 -> human"]], version: changed.version),
                as: world.world.administrator)
            #expect(stricter.voided != nil)
            let wrong = await #expect(throws: Problem.self) {
                try await ChangePolicy(world.services).run(
                    .init(
                        project: world.project.slug, policy: ["rules": ["amont > 1 -> human"]],
                        version: stricter.version),
                    as: world.world.administrator)
            }
            #expect(wrong?.place == "/policy/rules/0" && wrong?.facts["column"] == "1")
        }
    }

    @Test func `too few labels are refused with what is missing, and the attempt is counted once labels were read`()
        async throws
    {
        try await OversightWorld.with(size: 40, certified: false) { world in
            let refused = try await world.certify(maxError: 0.01)
            #expect(refused.state == .refused && refused.attempt == 0 && !refused.missing.isEmpty)
            #expect(refused.labels.allSatisfy { $0.threshold == nil && ($0.missingItems ?? 0) > 200 })
            #expect(try await world.facts(.certificateRefused).count == 1)
            #expect(try await world.decide(39, key: "a").reasons.map(\.code) == [.noCertificate])
        }
        try await OversightWorld.with { world in
            let first = try await world.certificates().valid
            #expect(first?.attempt == 1)
            let second = try await world.certify()
            #expect(second.attempt == 2 && second.state == .valid)
            let list = try await world.certificates()
            // Both were issued in the same millisecond of the test's clock, so their order says nothing.
            #expect(Set(list.items.map(\.state)) == [.valid, .replaced] && list.valid?.id == second.id)
            let deltas = try await world.facts(.certificateIssued).compactMap { $0["delta"]?.number }
            #expect(deltas.count == 2 && abs(deltas[0] / deltas[1] - 4) < 1e-9)
        }
    }

    @Test func `items for which people found no answer count as errors`() async throws {
        try await OversightWorld.with(certified: false) { world in
            let before = try await world.certify()
            let now = world.world.clock.now
            try await world.world.database.write { tx in
                let items = try ItemStore.list(in: world.project.id, after: nil, limit: 1000, tx)
                let project = try ProjectStore.find(world.project.id, in: world.world.workspace, tx)
                for item in items.filter({ $0.role == .calibrate && $0.content["amount"]?.int ?? 0 > 300 }) {
                    try tx.run("DELETE FROM resolution WHERE item_id = \(item.id)")
                    let task = try #require(try TaskStore.list(of: item.id, tx).first)
                    try FollowResolution.run(
                        Resolved(
                            item: item, task: task, value: nil, label: nil, source: .adjudication, purpose: .work,
                            votes: 1,
                            unsure: true, lastDecider: nil, posterior: nil), project: project, services: world.services,
                        as: .system(in: world.world.workspace), now: now, in: tx)
                }
            }
            let after = try await world.certify()
            #expect(after.items == before.items)
            let yes = try #require(after.labels.first { $0.label == "yes" })
            #expect(yes.threshold == nil && before.labels.allSatisfy { $0.threshold != nil })
        }
    }

    @Test func `a person can withdraw a certificate, with a role for it`() async throws {
        try await OversightWorld.with { world in
            let valid = try #require(try await world.certificates().valid)
            await #expect(throws: Problem.self) {
                try await WithdrawCertificate(world.services).run(
                    .init(certificate: valid.id, reason: "doubt"), as: world.expert)
            }
            let officer = try await world.world.person("Cora", [.compliance], in: world.project.id)
            let withdrawn = try await WithdrawCertificate(world.services).run(
                .init(certificate: valid.id, reason: "doubt"), as: officer)
            #expect(withdrawn.state == .withdrawn && withdrawn.endReason == "doubt")
            #expect(try await world.decide(399, key: "a").reasons.map(\.code) == [.noCertificate])
            await #expect(throws: Problem.self) {
                try await WithdrawCertificate(world.services).run(
                    .init(certificate: valid.id, reason: "again"), as: officer)
            }
        }
    }
}
