import TandemLedger
import TandemRegistry
import Testing

struct SnapshotRulesTests {
    private func row(_ item: String, _ content: UInt8, _ label: String, _ part: Part = .train) -> SnapshotRow {
        SnapshotRow(
            item: ItemID(rawValue: item), contentHash: [content], part: part, label: label, source: "consensus")
    }

    @Test func `the same labels on the same contents have the same hash in any order and under any ids`() throws {
        let first = try SnapshotHash.of([row("itm_a", 1, "ok"), row("itm_b", 2, "fraud")])
        let second = try SnapshotHash.of([row("itm_x", 2, "fraud"), row("itm_y", 1, "ok")])
        #expect(first == second)
        #expect(first.count == 64)
    }

    @Test func `another label, part, content or number of rows changes the hash`() throws {
        let base = [row("itm_a", 1, "ok"), row("itm_b", 2, "fraud")]
        let others = [
            [row("itm_a", 1, "ok"), row("itm_b", 2, "ok")],
            [row("itm_a", 1, "ok"), row("itm_b", 2, "fraud", .evaluate)],
            [row("itm_a", 1, "ok"), row("itm_b", 3, "fraud")],
            base + [row("itm_c", 2, "fraud")],
            [row("itm_a", 1, "ok\",\"train\"]\n[\"02\",\"fraud")],
        ]
        let hashes = try Set(others.map { try SnapshotHash.of($0) } + [SnapshotHash.of(base)])
        #expect(hashes.count == others.count + 1)
    }

    @Test func `labels of the audit slice never train`() {
        #expect(Eligibility.part(role: "train", purpose: "audit") == nil)
        #expect(Eligibility.part(role: "calibrate", purpose: "audit") == .calibrate)
        #expect(Eligibility.part(role: "evaluate", purpose: "audit") == .evaluate)
    }

    @Test func `labels asked for because a model was unsure only train`() {
        #expect(Eligibility.part(role: "train", purpose: "decision") == .train)
        #expect(Eligibility.part(role: "calibrate", purpose: "decision") == nil)
        #expect(Eligibility.part(role: "evaluate", purpose: "decision") == nil)
    }

    @Test(arguments: ["train", "calibrate", "evaluate"])
    func `ordinary work serves the role of its item`(_ role: String) {
        #expect(Eligibility.part(role: role, purpose: "work")?.rawValue == role)
        #expect(Eligibility.part(role: "unknown", purpose: "work") == nil)
    }

    @Test func `details come back as they were stored`() {
        let details = SnapshotDetails(
            counts: [.train: 3, .evaluate: 1], sources: ["gold": 4], newHumanLabels: 2, lineage: ["wrk_1": 0.25],
            parent: ModelID(rawValue: "mdl_1"))
        #expect(SnapshotDetails(json: details.json) == details)
        #expect(SnapshotDetails(json: SnapshotDetails().json) == SnapshotDetails())
    }
}
