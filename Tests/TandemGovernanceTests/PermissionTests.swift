import TandemGovernance
import TandemLedger
import Testing

@Suite struct PermissionTests {
    private static let project = ProjectID(rawValue: "prj_1")
    private static let columns: [Role] = [
        .annotator, .expert, .scientist, .champion, .compliance, .legal, .endUser, .program, .administrator,
    ]

    /// Who may do what in a project: one `x` a role, in the order of `columns`.
    ///
    /// Changing a line is changing a policy.
    private static let golden: [String: String] = [
        //                       a e s c c l u p A
        "createProject": "        . . . . . . . . x",
        "createAccount": "        . . . . . . . . x",
        "grantRole": "            . . . . . . . . x",
        "viewWorkspace": "        . . . . . . . . x",
        "setRate": "              . . . x . . . . x",
        "viewProject": "          x x x x x x x x x",
        "editProject": "          . . x x . . . . x",
        "grantSkill": "           . . x x . . . . x",
        "editGuideline": "        . x x x . . . . x",
        "changePolicy": "         . . . x . . . . x",
        "importItems": "          . . x . . . . x x",
        "listItems": "            . x x x x x . . x",
        "exportItems": "          . . x x x x . . x",
        "setGold": "              . x x . . . . . x",
        "postCost": "             . . x x . . . . x",
        "claimLabelTask": "       x x . . . . . . .",
        "claimReviewTask": "      . x . . . . . . .",
        "trainModel": "           x x x . . . . . x",
        "viewModels": "           x x x x x x . . x",
        "viewKPIs": "             x x x x x x . . x",
        "viewWorkerFigures": "    . . x x x . . . x",
        "examineModel": "         . x x x x x . . x",
        "askForReview": "         . x x x . . . . x",
        "viewCertificates": "     x x x x x x . . x",
        "promoteModel": "         . . x x . . . . x",
        "rollBackModel": "        . . x x . . . . x",
        "takeDecision": "         . . x . . . . x x",
        "viewDecisions": "        x x x x x x x x x",
        "recordOutcome": "        . x x . . . x x x",
        "issueCertificate": "     . . x x . . . . x",
        "withdrawCertificate": "  . . . x x . . . x",
        "viewLedger": "           . . x x x x . . x",
        "verifyLedger": "         . . x x x x . . x",
        "exportLedger": "         . . . . x x . . x",
        "eraseSubject": "         . . . . . x . . x",
        "viewJobs": "             x x x x x . . . x",
        "cancelJob": "            . . x . . . . . x",
    ]

    private func actor(_ role: Role) -> Actor {
        Actor(
            account: AccountID(rawValue: "acc_1"), worker: nil, workspace: WorkspaceID(rawValue: "wsp_1"), name: "x",
            isAdministrator: false, roles: [Self.project: [role]])
    }

    @Test func `every action has its line in the table and every line its action`() {
        #expect(Set(Self.golden.keys) == Set(Action.allCases.map(\.rawValue)))
    }

    @Test(arguments: Action.allCases)
    func `each role may do what the table says and nothing more`(_ action: Action) throws {
        let marks = try #require(Self.golden[action.rawValue]).split(separator: " ")
        #expect(marks.count == Self.columns.count)
        for (role, mark) in zip(Self.columns, marks) {
            let granted = try? Permissions.require(action, in: Self.project, for: actor(role))
            #expect((granted == .some(role)) == (mark == "x"), "\(action) as \(role)")
        }
    }

    @Test(arguments: Action.allCases)
    func `whoever has no role in a project learns nothing of it`(_ action: Action) {
        let other = ProjectID(rawValue: "prj_2")
        for role in Role.allCases {
            #expect(throws: Problem.noSuch("project", "prj_2")) {
                try Permissions.require(action, in: other, for: actor(role))
            }
        }
    }

    @Test(arguments: Action.allCases)
    func `a role in a project gives no right over the workspace`(_ action: Action) {
        for role in Role.allCases {
            #expect {
                try Permissions.require(action, in: nil, for: actor(role))
            } throws: { ($0 as? Problem)?.code == "role_missing" }
        }
    }
}
