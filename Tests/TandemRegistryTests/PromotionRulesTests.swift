import TandemLedger
import TandemRegistry
import TandemTabular
import Testing

struct PromotionRulesTests {
    private let author = WorkerID(rawValue: "wrk_author")
    private let other = WorkerID(rawValue: "wrk_other")

    private func actor(_ worker: WorkerID?, administrator: Bool = false) -> Actor {
        Actor(
            account: AccountID(rawValue: "acc_1"), worker: worker, workspace: WorkspaceID(rawValue: "wsp_1"), name: "A",
            isAdministrator: administrator, roles: [:])
    }

    private func model(_ arm: Arm = .withPeople) -> ModelVersion {
        ModelVersion(
            id: ModelID(rawValue: "mdl_2"), workspace: WorkspaceID(rawValue: "wsp_1"),
            project: ProjectID(rawValue: "prj_1"), number: 2, state: .candidate, arm: arm, learner: "l",
            parameters: [:], blob: "b", snapshot: SnapshotID(rawValue: "snp_1"), parent: nil, job: nil, seed: 1,
            calibration: [:], trainedBy: author.rawValue, createdAt: Instant(milliseconds: 0))
    }

    private func live(_ id: String) -> LiveModelRow {
        LiveModelStoreRow.row(id)
    }

    private func code(
        _ actor: Actor, _ arm: Arm = .withPeople, lineage: [String: Double] = [:], on sets: Set<String> = ["e"],
        live: LiveModelRow? = nil, liveOn: Set<String> = ["e"]
    ) -> String? {
        let candidate = PromotionRules.Candidate(model: model(arm), lineage: lineage, evaluatedOn: sets)
        do throws(Problem) {
            try PromotionRules.check(candidate, by: actor, live: live, liveEvaluatedOn: liveOn)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func `another person may promote, the author never, not even as administrator`() {
        #expect(code(actor(other)) == nil)
        #expect(code(actor(author)) == "author_cannot_promote")
        #expect(code(actor(author, administrator: true)) == "author_cannot_promote")
    }

    @Test func `whoever gave more than half of the training labels may not promote`() {
        #expect(code(actor(other), lineage: [other.rawValue: 0.51]) == "own_labels")
        #expect(code(actor(other, administrator: true), lineage: [other.rawValue: 0.51]) == "own_labels")
        #expect(code(actor(other), lineage: [other.rawValue: 0.5]) == nil)
    }

    @Test func `no program or job promotes`() {
        #expect(code(actor(nil)) == "needs_a_person")
        #expect(code(.system(in: WorkspaceID(rawValue: "wsp_1"))) == "needs_a_person")
    }

    @Test func `the arm for comparison, the live model and models that were not compared stay out`() {
        #expect(code(actor(other), .withoutPeople) == "arm_for_comparison")
        #expect(code(actor(other), live: live("mdl_2")) == "already_live")
        #expect(code(actor(other), on: []) == "not_compared")
        #expect(code(actor(other), on: ["e"], live: live("mdl_1"), liveOn: ["f"]) == "not_compared")
        #expect(code(actor(other), on: ["e", "f"], live: live("mdl_1"), liveOn: ["f"]) == nil)
    }

    @Test func `a rollback needs a model before`() throws {
        #expect(throws: Problem.self) { try PromotionRules.target(ofRollbackFrom: nil) }
        #expect(throws: Problem.self) { try PromotionRules.target(ofRollbackFrom: live("mdl_1")) }
        let target = try PromotionRules.target(ofRollbackFrom: LiveModelStoreRow.row("mdl_2", previous: "mdl_1"))
        #expect(target.to.rawValue == "mdl_1" && target.from.rawValue == "mdl_2")
    }
}

private enum LiveModelStoreRow {
    static func row(_ id: String, previous: String? = nil) -> LiveModelRow {
        LiveModelRow(
            project: ProjectID(rawValue: "prj_1"), model: ModelID(rawValue: id),
            previous: previous.map(ModelID.init(rawValue:)), since: Instant(milliseconds: 0), version: 1)
    }
}
