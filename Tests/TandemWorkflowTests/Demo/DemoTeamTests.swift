import TandemLedger
import TandemWork
import Testing

@testable import TandemWorkflow

struct DemoTeamTests {
    @Test func `the team works at its usual pace with little to do, and faster the more waits, within a bound`() {
        #expect(DemoTeam.length(usual: 4_500, spare: 0) == 4_500)
        #expect(DemoTeam.length(usual: 4_500, spare: 12) == 4_500)
        #expect(DemoTeam.length(usual: 4_500, spare: 24) == 2_250)
        #expect(DemoTeam.length(usual: 4_500, spare: 10_000) == DemoTeam.fastest)
        #expect(DemoTeam.length(usual: 225, spare: 10_000) == 225)
    }

    @Test(.enabled(if: DemoTests.data != nil, "vendor/phishing.csv is absent: run make setup"))
    func `with nobody visiting, the queue stays bounded even when people decide every case`() async throws {
        try await DemoWorld.with(.fraud, try #require(DemoTests.data)) { world in
            let conny = try await world.person("conny")
            if let valid = try await world.certificates().valid {
                _ = try await WithdrawCertificate(world.services).run(
                    .init(certificate: valid.id, reason: "for the test"), as: conny)
            }
            var most = 0
            for second in 0..<400 {
                _ = try await world.second()
                guard second > 100, second.isMultiple(of: 20) else { continue }
                let queue = try await QueueStatus(world.services).run(.init(project: "fraud"), as: conny)
                most = max(most, queue.waiting["label"] ?? 0)
            }
            #expect(most >= DemoTeam.visitorsTasks && most < 4 * DemoTeam.visitorsTasks)
        }
    }
}
