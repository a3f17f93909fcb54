import TandemGovernance
import TandemLedger

/// Somebody in the demo: a sign-in for the visitor, a simulated colleague, or the program that sends live cases.
public struct DemoPerson: Sendable, Hashable {
    /// The name that is shown.
    public let name: String
    /// The address to sign in with.
    public let email: String
    /// The password; nil for those nobody signs in as.
    public let password: String?
    /// What they are in the project.
    public let roles: [Role]
    /// What kind of worker they are.
    public let kind: Worker.Kind
    /// Whether they only play a person.
    public let isSimulated: Bool
    /// How often a simulated person is right.
    public let skill: Double?
    /// What an hour of their work costs, in euros; nil for programs.
    public let perHour: Double?

    private init(
        _ name: String, _ address: String, _ roles: [Role], password: String? = nil, kind: Worker.Kind = .team,
        skill: Double? = nil, perHour: Double? = nil, isSimulated: Bool = false
    ) {
        self.name = name
        email = address + "@example.org"
        self.password = password
        self.roles = roles
        self.kind = kind
        self.isSimulated = isSimulated
        self.skill = skill
        self.perHour = perHour
    }

    /// Everybody's password: the demo listens on this machine alone and holds public data.
    public static let password = "three blue lanterns"

    /// Who sets the house up.
    public static let administrator = DemoPerson("Alex Administrator", "alex", [.administrator], password: password)
    /// Who sends live cases.
    public static let program = DemoPerson("Live stream (program)", "stream", [.program], kind: .program)
    /// The people the visitor may be.
    public static let visitors = [
        DemoPerson("Ada Analyst", "ada", [.annotator, .expert], password: password, perHour: 30),
        DemoPerson("Sam Scientist", "sam", [.scientist], password: password, perHour: 45),
        DemoPerson("Cleo Champion", "cleo", [.champion], password: password, perHour: 45),
        DemoPerson("Conny Compliance", "conny", [.compliance], password: password, perHour: 45),
        administrator,
    ]
    /// Three analysts of different skill.
    public static let analysts = [
        DemoPerson("Robin (simulated)", "robin", [.annotator], skill: 0.97, perHour: 26, isSimulated: true),
        DemoPerson("Kim (simulated)", "kim", [.annotator], skill: 0.93, perHour: 22, isSimulated: true),
        DemoPerson("Lou (simulated)", "lou", [.annotator], skill: 0.88, perHour: 18, isSimulated: true),
    ]
    /// Who decides where the analysts differ.
    public static let adjudicator = DemoPerson(
        "Noor (simulated expert)", "noor", [.expert], skill: 0.99, perHour: 48, isSimulated: true)
    /// Who trained the models of the replayed days.
    public static let scientist = DemoPerson(
        "Remy (simulated scientist)", "remy", [.scientist], perHour: 45, isSimulated: true)
    /// Who promoted them.
    public static let champion = DemoPerson(
        "Toni (simulated champion)", "toni", [.champion], perHour: 45, isSimulated: true)

    /// Everybody but the administrator, who is there before the others.
    public static var everybodyElse: [DemoPerson] {
        visitors.filter { $0 != administrator } + analysts + [adjudicator, scientist, champion, program]
    }

    /// The role as people read it.
    public var roleText: String {
        let texts: [Role: String] = [
            .annotator: "analyst", .expert: "domain expert", .scientist: "data scientist", .champion: "champion",
            .compliance: "compliance", .administrator: "administrator", .program: "program",
        ]
        return roles.map { texts[$0] ?? $0.rawValue }.joined(separator: ", ")
    }
}
