import HTTPTypes
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// Who may do what in a project, and when a case goes to people; forms that work without JavaScript.
    var rules: [Endpoint] {
        [
            page("/people") { visit in .html(try await people(visit)) },
            form("/people") { visit in try await changeRole(visit) },
            page("/policy") { visit in .html(try policy(visit)) },
            form("/policy") { visit in try await savePolicy(visit) },
        ]
    }

    // MARK: people

    private func people(_ visit: Visit, done: String? = nil, problem: String? = nil) async throws -> String {
        let listed = try await ListPeople(services).run(
            .init(project: visit.project.id, cursor: nil, limit: 200), as: visit.actor)
        let known = try await ListWorkerFigures(services).run(.init(project: visit.slug), as: visit.actor)
        let rows = listed.items.map { PeopleViews.row($0, roles: Self.roles(of: $0, in: visit), known) }
        let here = SiteURL.people(visit.slug)
        let mayGrant = visit.mayDo(.grantRole)
        let grants = listed.items.flatMap { person in
            Self.roles(of: person, in: visit).map { role in
                PeoplePage.RoleChoice(
                    roleValue: "\(person.account.rawValue) \(role)",
                    roleLabel: "\(person.name): \(TaskScreen.words(role))")
            }
        }
        let page = PeoplePage(
            shell: projectShell(visit, "People"), projectTitle: visit.project.name,
            projectLead: visit.project.question.prompt, tabs: tabs(visit, here), people: rows,
            figuresNote: PeopleViews.note(known),
            nobody: rows.isEmpty ? EmptyView(emptyTitle: "Nobody yet", emptyText: "Grant somebody a role.") : nil,
            done: done, problem: problem, mayGrant: mayGrant, grantAction: here,
            roleChoices: Role.allCases.filter { $0 != .administrator }.map {
                .init(roleValue: $0.rawValue, roleLabel: TaskScreen.words($0.rawValue))
            }, email: problem == nil ? "" : visit.call.form["email"] ?? "",
            grants: mayGrant ? grants : [])
        return try templates.render(page)
    }

    private static func roles(of person: ListPeople.Item, in visit: Visit) -> [String] {
        person.roles.filter { $0.project == visit.project.id }.flatMap(\.roles)
    }

    private func changeRole(_ visit: Visit) async throws -> Answer {
        let fields = visit.call.form
        do {
            let done: String
            if let grant = fields["revoke"] {
                let parts = grant.split(separator: " ").map(String.init)
                guard parts.count == 2, let account = AccountID(checking: parts[0]) else {
                    throw Problem(.invalid, "role_unknown", "Choose whose role to take away.", at: "/revoke")
                }
                let input = GrantRole.Input(
                    project: visit.project.id, account: account, role: try Self.role(parts[1]))
                let made = try await RevokeRole(services).run(input, as: visit.actor)
                done = made.changed ? "The role was taken away." : "They did not have that role."
            } else {
                let input = GrantRoleByEmail.Input(
                    project: visit.project.id, email: fields["email"] ?? "", role: try Self.role(fields["role"]),
                    rate: try Self.rate(fields))
                let made = try await GrantRoleByEmail(services).run(input, as: visit.actor)
                let role = TaskScreen.words(made.role)
                done = made.changed ? "\(made.name) has the role \(role) now." : "\(made.name) has that role already."
            }
            return .html(try await people(visit, done: done))
        } catch let problem as Problem where [.conflict, .invalid, .notFound, .changed].contains(problem.kind) {
            return .html(try await people(visit, problem: problem.message), status: .conflict)
        }
    }

    private static func role(_ text: String?) throws(Problem) -> Role {
        guard let role = text.flatMap(Role.init(rawValue:)), role != .administrator else {
            throw Problem(.invalid, "role_unknown", "There is no role \(text ?? "") to give in a project.", at: "/role")
        }
        return role
    }

    private static func rate(_ fields: [String: String]) throws(Problem) -> SetRate.Body? {
        guard let text = fields["rate"], !text.isEmpty else { return nil }
        guard let perHour = Double(text), perHour.isFinite, perHour >= 0 else {
            throw Problem(.invalid, "rate_invalid", "A rate is an amount of money for an hour.", at: "/rate")
        }
        return SetRate.Body(perHour: perHour, currency: (fields["currency"] ?? "EUR").uppercased())
    }

    // MARK: policy

    /// What stood in the form, when it was not taken.
    private struct TypedPolicy {
        var rules: String
        var auditPercent: String
        var overlap: String
    }

    private func policy(
        _ visit: Visit, done: String? = nil, problem: String? = nil, typed: TypedPolicy? = nil
    ) throws -> String {
        let policy = visit.project.policy
        let rules = (policy["rules"]?.array ?? []).compactMap(\.string)
        let here = SiteURL.policy(visit.slug)
        let page = PolicyPage(
            shell: projectShell(visit, "Policy"), projectTitle: visit.project.name,
            projectLead: visit.project.question.prompt, tabs: tabs(visit, here),
            policyVersion: visit.project.policyVersion, basedOn: String(visit.project.version),
            rules: rules.map { .init(rule: $0, ruleText: "", ruleHits: "") }, mayEdit: visit.mayDo(.changePolicy),
            saveAction: here, done: done, problem: problem,
            source: typed?.rules ?? rules.joined(separator: "\n"),
            auditPercent: typed?.auditPercent ?? Show.decimal(100 * (policy["audit_share"]?.number ?? 0)),
            overlap: typed?.overlap ?? String(policy["overlap"]?.int ?? 1), settings: Self.settings(visit))
        return try templates.render(page)
    }

    private static func settings(_ visit: Visit) -> [PolicyPage.Setting] {
        let settings = visit.project.settings
        return [
            .init(
                label: "Audit slice", value: Show.percent(visit.project.policy["audit_share"]?.number ?? 0),
                settingHelp: "Cases that people judge blind, whoever decides."),
            .init(label: "Overlap", value: String(settings.overlap), settingHelp: "People who answer each task."),
            .init(label: "Gold", value: Show.percent(settings.goldShare), settingHelp: "Tasks with a known answer."),
            .init(
                label: "Repeats", value: Show.percent(settings.repeatShare),
                settingHelp: "Tasks a person answered before."),
            .init(
                label: "Blind first", value: Show.percent(settings.blindShare),
                settingHelp: "Tasks answered before the model's view is shown."),
            .init(
                label: "Actions without a person", value: automaticActions(visit),
                settingHelp: "Agents' actions that go at once unless a rule asks for a person."),
        ]
    }

    private static func automaticActions(_ visit: Visit) -> String {
        let names = (visit.project.policy["automatic_actions"]?.array ?? []).compactMap(\.string)
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    private func savePolicy(_ visit: Visit) async throws -> Answer {
        let fields = visit.call.form
        let typed = TypedPolicy(
            rules: fields["rules"] ?? "", auditPercent: fields["audit"] ?? "", overlap: fields["overlap"] ?? "")
        do {
            guard let version = fields["based_on"].flatMap(Int.init) else {
                throw Problem(.invalid, "if_match_missing", "The form does not say what it is based on; open it again.")
            }
            let input = ChangePolicy.Input(
                project: visit.slug, policy: try Self.changed(visit.project.policy, by: typed), version: version)
            let made = try await ChangePolicy(services).run(input, as: visit.actor)
            let voided = made.voided == nil ? "" : " The certificate was voided: it was earned under the old policy."
            let now = try await self.visit(visit.call)
            return .html(try policy(now, done: "Saved as version \(made.policyVersion).\(voided)"))
        } catch let problem as Problem where problem.kind == .changed {
            // The form then stands on what is there now, so that saving again is a decision and no accident.
            let now = try await self.visit(visit.call)
            let words = problem.message + " Compare your text with the rules above, then save again."
            return .html(try policy(now, problem: words, typed: typed), status: .conflict)
        } catch let problem as Problem where [.conflict, .invalid].contains(problem.kind) {
            return .html(try policy(visit, problem: problem.message, typed: typed), status: .conflict)
        }
    }

    /// The policy with what the form changes; its other members stay.
    private static func changed(_ policy: JSONValue, by typed: TypedPolicy) throws(Problem) -> JSONValue {
        var members = policy.object ?? [:]
        let rules = typed.rules.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
        members["rules"] = .array(rules.map(JSONValue.string))
        guard let percent = Double(typed.auditPercent), (0...100).contains(percent) else {
            throw Problem(
                .invalid, "policy_invalid", "The audit slice is a percentage from 0 to 100.", at: "/audit_share")
        }
        members["audit_share"] = .number(percent / 100)
        guard let overlap = Int(typed.overlap) else {
            throw Problem(.invalid, "policy_invalid", "The number of people is a whole number.", at: "/overlap")
        }
        members["overlap"] = JSONValue(overlap)
        return .object(members)
    }
}

extension String {
    fileprivate var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(
            start[..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)])
    }
}
