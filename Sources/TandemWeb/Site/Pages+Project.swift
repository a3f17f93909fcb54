import Hummingbird
import NIOCore
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// Items, import, guidelines, people and policy of a project.
    var project: [Endpoint] {
        [
            page("/items") { visit in .html(try await items(visit)) },
            page("/items/{item}") { visit in .html(try await itemPage(visit)) },
            page("/import") { visit in .html(try importing(visit)) },
            page("/export.csv") { visit in try await export(visit, .csv, type: "text/csv; charset=utf-8") },
            page("/export.jsonl") { visit in try await export(visit, .jsonl, type: "application/x-ndjson") },
            page("/guidelines") { visit in .html(try await guidelines(visit, conflict: nil)) },
            form("/guidelines") { visit in try await saveGuidelines(visit) },
        ] + rules
    }

    func tabs(_ visit: Visit, _ here: String) -> [TabView] {
        [
            ("Items", SiteURL.items(visit.slug)), ("Import", SiteURL.importing(visit.slug)),
            ("Guidelines", SiteURL.guidelines(visit.slug)), ("People", SiteURL.people(visit.slug)),
            ("Policy", SiteURL.policy(visit.slug)),
        ].map { TabView(label: $0.0, href: $0.1, current: $0.1 == here) }
    }

    func projectShell(_ visit: Visit, _ title: String) -> PageShell {
        Shell.of(visit, title: title, here: SiteURL.items(visit.slug), width: "main-wide")
    }

    private func items(_ visit: Visit) async throws -> String {
        let cursor = visit.call.query["cursor"]
        let listed = try await ListItems(services).run(
            .init(project: visit.slug, cursor: cursor, limit: 50), as: visit.actor)
        let queue = try await QueueStatus(services).run(.init(project: visit.slug), as: visit.actor)
        let votes = try await votes(listed.items, visit)
        let here = SiteURL.items(visit.slug)
        let page = ItemsPage(
            shell: projectShell(visit, "Items"), projectTitle: visit.project.name,
            projectLead: visit.project.question.prompt,
            tabs: tabs(visit, here),
            counters: [
                LabeledValue(label: "Items", value: Show.count(queue.items)),
                LabeledValue(label: "Settled", value: Show.count(queue.resolved)),
                LabeledValue(label: "Answers", value: Show.count(queue.annotations)),
                LabeledValue(label: "Tasks waiting", value: Show.count(queue.waiting.values.reduce(0, +))),
            ], blocked: StuckViews.sentences(queue.blocked), orderText: "In the order in which they came.",
            importHref: SiteURL.importing(visit.slug),
            exports: [
                .init(href: "/projects/\(visit.slug)/export.csv", label: "CSV"),
                .init(href: "/projects/\(visit.slug)/export.jsonl", label: "JSON Lines"),
            ], items: listed.items.map { row($0, of: visit.project, votes: votes[$0.id] ?? []) },
            noItems: listed.items.isEmpty
                ? EmptyView(
                    emptyTitle: "No items yet", emptyText: "Import a CSV, TSV or JSON Lines file.",
                    emptyHref: SiteURL.importing(visit.slug), emptyAction: "Import") : nil,
            olderHref: listed.next.map { here + "?cursor=" + $0 }, rangeText: "\(listed.items.count) items")
        return try templates.render(page)
    }

    /// People's answers to settled items; before that they would tell those who still have to answer.
    private func votes(_ items: [ItemView], _ visit: Visit) async throws -> [ItemID: [ItemsPage.Vote]] {
        try await services.database.read { tx in
            var votes: [ItemID: [ItemsPage.Vote]] = [:]
            for item in items where item.resolution != nil && item.erasedAt == nil {
                let given = try AnnotationStore.list(of: item.id, tx).filter { $0.state == .counted }
                let roster = try Roster.read(given.map(\.worker.rawValue), in: visit.actor.workspace, tx)
                let byValue = Dictionary(grouping: given) { $0.value?.string ?? $0.value?.plain ?? "unsure" }
                votes[item.id] = byValue.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map {
                    let people = $0.value.map { roster.person($0.worker.rawValue) }
                    return .init(
                        voteValue: Self.text($0.key, of: visit.project), voter: Show.count(people.count),
                        simulated: people.contains(where: \.simulated))
                }
            }
            return votes
        }
    }

    private static func text(_ value: String, of project: Project) -> String {
        project.question.labels.first { $0.value == value }?.text ?? value
    }

    private func row(_ item: ItemView, of project: Project, votes: [ItemsPage.Vote]) -> ItemsPage.ItemRow {
        let preview = (item.content.object ?? [:]).sorted { $0.key < $1.key }.prefix(6)
            .map { "\($0.key): \($0.value.string ?? $0.value.plain)" }.joined(separator: " · ")
        let settled = item.resolution
        return ItemsPage.ItemRow(
            itemKey: item.key, itemHref: SiteURL.item(project.slug, item.id), preview: String(preview.prefix(200)),
            itemState: item.erasedAt != nil
                ? BadgeView(text: "erased", tone: .warn)
                : settled == nil ? BadgeView(text: "open", tone: .neutral) : BadgeView(text: "settled", tone: .good),
            itemLabel: Self.text(settled?.label ?? settled?.value.string ?? "", of: project),
            provenance: settled?.source.rawValue ?? "",
            purpose: settled.flatMap { $0.purpose == .work ? nil : "\($0.purpose.rawValue) task" }, votes: votes,
            itemRole: item.role.rawValue, at: item.createdAt.iso8601, when: Show.minute(item.createdAt))
    }

    private func importing(_ visit: Visit) throws -> String {
        try Permissions.require(.importItems, in: visit.project.id, for: visit.actor)
        let page = ImportPage(
            shell: projectShell(visit, "Import"), projectTitle: visit.project.name,
            projectLead: visit.project.question.prompt,
            tabs: tabs(visit, SiteURL.importing(visit.slug)), importURL: SiteURL.api(visit.slug) + "/items",
            reportURL: SiteURL.importing(visit.slug),
            schema: visit.project.schema.columns.map {
                .init(
                    column: $0.name, columnKind: $0.type.rawValue,
                    columnHelp: $0.role.rawValue + ($0.isRequired ? ", required" : ""))
            })
        return try templates.render(page)
    }

    private func export(_ visit: Visit, _ format: ImportItems.Format, type: String) async throws -> Answer {
        let pieces = try await ExportItems(services).run(.init(project: visit.slug, format: format), as: visit.actor)
        return Answer(
            headers: [
                .contentType: type,
                .contentDisposition: "attachment; filename=\"\(visit.slug).\(format.rawValue)\"",
            ],
            body: ResponseBody { writer in
                for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            })
    }

    private func guidelines(
        _ visit: Visit, conflict: String?, typed: String? = nil
    ) async throws -> String {
        let version = visit.project.guidelineVersion
        let here = SiteURL.guidelines(visit.slug)
        let asked = visit.call.query["version"].flatMap(Int.init) ?? version
        let (found, versions) = try await services.database.read { tx in
            let history = try GuidelineStore.history(of: visit.project.id, limit: 50, tx)
            let roster = try Roster.read(history.map(\.author), in: visit.actor.workspace, tx)
            let rows = history.map { one in
                GuidelinesPage.VersionRow(
                    versionNumber: String(one.version), href: here + "?version=\(one.version)",
                    change: one.version == version ? "In force" : "Version \(one.version)",
                    author: roster.person(one.author), at: one.createdAt.iso8601, when: Show.minute(one.createdAt))
            }
            return (try GuidelineStore.find(asked, of: visit.project.id, tx), rows)
        }
        let mayEdit = visit.mayDo(.editGuideline)
        let editing = mayEdit && asked == version && (visit.call.query["edit"] != nil || conflict != nil)
        let page = GuidelinesPage(
            shell: projectShell(visit, "Guidelines"), projectTitle: visit.project.name,
            projectLead: visit.project.question.prompt, tabs: tabs(visit, here), version: String(asked),
            versionNote: found.map { (asked == version ? "since " : "written ") + Show.minute($0.createdAt) }
                ?? "not written yet",
            mayEdit: mayEdit && !editing && asked == version,
            editHref: here + "?edit=1", editing: editing, saveAction: here, conflict: conflict,
            markdown: typed ?? found?.markdown ?? "", nextVersion: String(version + 1), viewHref: here,
            html: TrustedHTML(markdown: found?.markdown ?? ""), versions: versions)
        return try templates.render(page)
    }

    private func saveGuidelines(_ visit: Visit) async throws -> Answer {
        let input = SetGuideline.Input(
            project: visit.slug, markdown: visit.call.form["markdown"] ?? "",
            version: visit.call.form["based_on"].flatMap(Int.init))
        do {
            _ = try await SetGuideline(services).run(input, as: visit.actor)
            return .seeOther(SiteURL.guidelines(visit.slug))
        } catch let problem as Problem where [.changed, .conflict, .invalid].contains(problem.kind) {
            let typed = visit.call.form["markdown"]
            return .html(try await guidelines(visit, conflict: problem.message, typed: typed), status: .conflict)
        }
    }
}
