import TandemLedger

/// What can be asked for, and in which roles.
///
/// Every use case asks for one of these first; there is no other list.
public enum Action: String, Sendable, CaseIterable {
    case createProject, createAccount, grantRole, setRate, viewWorkspace
    case viewProject, editProject, editGuideline, changePolicy, grantSkill
    case importItems, listItems, exportItems, setGold, postCost
    case claimLabelTask, claimReviewTask
    case trainModel, viewModels, examineModel, promoteModel, rollBackModel
    case askForReview
    case takeDecision, viewDecisions, recordOutcome
    case issueCertificate, withdrawCertificate, viewCertificates
    case viewWorkerFigures
    case viewKPIs, viewLedger, verifyLedger, exportLedger, eraseSubject, viewJobs, cancelJob

    /// The roles in a project that may do it.
    public var roles: Set<Role> {
        switch self {
        case .createProject, .createAccount, .grantRole, .viewWorkspace: [.administrator]
        case .setRate: [.administrator, .champion]
        case .viewProject: Set(Role.allCases)
        case .editProject, .grantSkill: [.administrator, .scientist, .champion]
        case .editGuideline: [.administrator, .scientist, .champion, .expert]
        case .changePolicy: [.administrator, .champion]
        case .importItems: [.administrator, .scientist, .program]
        case .listItems: [.administrator, .scientist, .champion, .expert, .compliance, .legal]
        case .exportItems: [.administrator, .scientist, .champion, .compliance, .legal]
        case .setGold: [.administrator, .scientist, .expert]
        case .postCost: [.administrator, .champion, .scientist]
        case .claimLabelTask: [.annotator, .expert]
        case .claimReviewTask: [.expert]
        case .trainModel: [.administrator, .scientist, .annotator, .expert]
        case .viewModels, .viewKPIs, .viewCertificates:
            [.administrator, .scientist, .champion, .compliance, .legal, .expert, .annotator]
        case .examineModel: [.administrator, .scientist, .champion, .compliance, .legal, .expert]
        case .askForReview: [.administrator, .scientist, .champion, .expert]
        case .viewWorkerFigures: [.administrator, .scientist, .champion, .compliance]
        case .promoteModel, .rollBackModel: [.administrator, .champion, .scientist]
        case .takeDecision: [.administrator, .program, .scientist]
        case .viewDecisions:
            [.administrator, .program, .scientist, .champion, .compliance, .legal, .endUser, .expert, .annotator]
        case .recordOutcome: [.administrator, .program, .scientist, .expert, .endUser]
        case .issueCertificate: [.administrator, .scientist, .champion]
        case .withdrawCertificate: [.administrator, .champion, .compliance]
        case .viewLedger, .verifyLedger: [.administrator, .compliance, .legal, .champion, .scientist]
        case .exportLedger: [.administrator, .compliance, .legal]
        case .eraseSubject: [.administrator, .legal]
        case .viewJobs: [.administrator, .scientist, .champion, .compliance, .annotator, .expert]
        case .cancelJob: [.administrator, .scientist]
        }
    }
}
