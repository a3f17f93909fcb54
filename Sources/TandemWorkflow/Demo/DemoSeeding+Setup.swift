import TandemGovernance
import TandemLabeling
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

extension DemoSeeding {
    /// How many items have a known answer.
    static let goldItems = 40

    /// The house, its people, their rates, the project.
    func setUp() async throws -> ProjectID {
        let root = DemoPerson.administrator
        let made = try await Bootstrap(services).run(
            .init(workspace: "Demo", email: root.email, name: root.name, password: root.password ?? ""))
        let administrator = try await Authenticate(services).person(root.email)
        let project = try await CreateProject(services).run(.init(body: try projectBody()), as: administrator).id
        try await setRate(root, made.worker, as: administrator)
        for person in DemoPerson.everybodyElse {
            let body = CreateAccount.Body(
                email: person.email, name: person.name, password: person.password, kind: person.kind,
                simulated: person.isSimulated)
            let account = try await CreateAccount(services).run(.init(body), as: administrator)
            for role in person.roles {
                _ = try await GrantRole(services).run(
                    .init(project: project, account: account.account, role: role), as: administrator)
            }
            try await setRate(person, account.worker, as: administrator)
        }
        return project
    }

    /// Rates hold from the day before on, so that no hour of work is without one.
    private func setRate(_ person: DemoPerson, _ worker: WorkerID, as administrator: Actor) async throws {
        guard let perHour = person.perHour else { return }
        let body = SetRate.Body(perHour: perHour, currency: "EUR", since: start.adding(seconds: -86_400))
        _ = try await SetRate(services).run(.init(worker: worker, body), as: administrator)
    }

    private func projectBody() throws -> CreateProject.Body {
        var settings = ProjectSettings()
        settings.overlap = 3
        // A plain vote, so that a visitor sees what people disagree about; `auto` settles most of it by who is right how
        // often.
        settings.aggregator = MajorityVote.name
        settings.goldShare = 0.03
        settings.repeatShare = 0.03
        settings.reviewShare = 0.02
        // A certificate needs many labels to calibrate on.
        settings.roleShares = RoleShares(train: 0.4, calibrate: 0.4, evaluate: 0.2)
        settings.positiveLabel = demo.positiveLabel
        settings.fairnessColumn = demo.fairnessColumn
        var source = demo.source
        let words = "When all rows have been seen they come again under new keys that end in -again1, -again2…"
        source.text = [source.text, words].compactMap { $0 }.joined(separator: " ")
        settings.source = source
        let people = (DemoPerson.analysts + [DemoPerson.adjudicator]).map(\.name).joined(separator: ", ")
        settings.notice = "The work of the first days is simulated, and so is the team: \(people)."
        let policy: JSONValue = ["rules": [.string(demo.rule)], "audit_share": 0.25]
        return CreateProject.Body(
            name: demo.title, slug: demo.name, question: demo.question, schema: try Schema(demo.columns).json,
            settings: settings, policy: policy, guidelines: demo.guidelines)
    }

    /// Imports rows as the CSV file that somebody would have had.
    func importRows(_ rows: [DemoRow], name: String, as actor: Actor) async throws {
        let writer = CSVWriter(columns: demo.columns.map(\.name), isFormulaSafe: false)
        var bytes = writer.header
        for row in rows { try writer.append(row.content, to: &bytes) }
        let done = try await ImportItems(services).run(
            .init(project: demo.name, name: name, format: .csv, bytes: bytes), as: actor)
        guard done.rejected == 0 else {
            throw Problem(.internal, "demo_import_failed", "\(done.rejected) rows of the demo were not taken.")
        }
    }

    /// Known answers for the first items of the batch.
    func setGold(as actor: Actor) async throws {
        let answers = deck.first.prefix(Self.goldItems).map {
            SetGold.Answer(item: $0.key, value: .string($0.truth))
        }
        _ = try await SetGold(services).run(.init(project: demo.name, body: .init(items: answers)), as: actor)
    }
}
