import HTTPTypes
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// Live decisions: the list, its live updates, and one decision with all that led to it.
    var decisions: [Endpoint] {
        [
            page("/decisions") { visit in .html(try await decisionsPage(visit)) },
            page("/live/decisions") { visit in
                let filter = try DecisionFilter(visit.call.query)
                let beats = await hub.watch("project:\(visit.project.id)")
                return EventStream.answer(beats: beats) { try await liveDecisions(visit, filter) }
            },
            page("/decisions/{decision}") { visit in
                let id: DecisionID = try visit.call.id("decision", what: "decision")
                return .html(try await decisionPage(visit, id))
            },
        ]
    }

    private func liveDecisions(_ visit: Visit, _ filter: DecisionFilter) async throws -> [EventStream.Message] {
        let found = try await rows(visit, filter)
        let state = try await ViewHome(services).run(.init(project: visit.project.id), as: visit.actor)
        let banners = BannersView(banners: HomeViews(visit: visit, state: state).banners)
        return [
            .init(event: "decisions", data: try templates.render(DecisionRows(decisions: found.rows))),
            .init(event: "banners", data: try templates.render(banners)),
        ]
    }

    private func decisionsPage(_ visit: Visit) async throws -> String {
        let filter = try DecisionFilter(visit.call.query)
        let found = try await rows(visit, filter)
        let here = SiteURL.decisions(visit.slug)
        let isLive = filter.cursor == nil && filter.words.isEmpty
        let shown = "\(Show.count(found.rows.count)) decisions"
        let page = DecisionsPage(
            shell: Shell.of(
                visit, title: "Decisions", here: here, width: "main-wide",
                live: isLive
                    ? SiteURL.live(visit.slug) + "/decisions" + filter.query(cursor: nil) : SiteURL.live(visit.slug)),
            routes: DecisionFilter.Route.allCases.map { route in
                TabView(
                    label: route.title, href: here + (route == .all ? "" : "?route=" + route.rawValue),
                    current: route == filter.route)
            }, filterAction: here, routeValue: filter.route == .all ? "" : filter.route.rawValue, query: filter.words,
            live: isLive, decisions: found.rows,
            noDecisions: found.rows.isEmpty
                ? EmptyView(
                    emptyTitle: filter.isNone ? "No decision yet" : "No decision matches",
                    emptyText: "Programs send cases with POST \(SiteURL.api(visit.slug))/decisions.",
                    emptyHref: filter.isNone ? nil : here, emptyAction: filter.isNone ? nil : "Show all") : nil,
            olderHref: found.next.map { here + filter.query(cursor: $0) },
            rangeText: filter.words.isEmpty
                ? shown : "\(shown) among the \(Show.count(found.searched)) newest that were searched")
        return try templates.render(page)
    }

    private struct FoundRows {
        var rows: [DecisionRow]
        var next: String?
        var searched: Int
    }

    /// One page; with words, the matches among at most 2,000 decisions.
    private func rows(_ visit: Visit, _ filter: DecisionFilter) async throws -> FoundRows {
        var found = FoundRows(rows: [], next: filter.cursor, searched: 0)
        let isSearch = !filter.words.isEmpty
        repeat {
            let listed = try await ListDecisions(services).run(
                filter.input(visit.slug, cursor: found.next, limit: isSearch ? 200 : 50), as: visit.actor)
            let views = try await views(visit, listed.items)
            let rows = listed.items.map(views.row)
            found.searched += rows.count
            found.rows += isSearch ? rows.filter(filter.matches) : rows
            found.next = listed.next
        } while isSearch && found.next != nil && found.rows.count < 50 && found.searched < 2000
        return found
    }

    /// What the rows need besides the decisions: keys, names, outcomes.
    func views(_ visit: Visit, _ decisions: [DecisionView]) async throws -> DecisionViews {
        try await services.database.read { tx in
            var keys: [ItemID: String] = [:]
            var outcomes: [DecisionID: JSONValue] = [:]
            for decision in decisions {
                keys[decision.item] = try ItemStore.find(decision.item, in: visit.actor.workspace, tx)?.key
                outcomes[decision.id] = try OutcomeStore.list(of: decision.id, tx).last?.value
            }
            let roster = try Roster.read(decisions.compactMap(\.decider), in: visit.actor.workspace, tx)
            return DecisionViews(
                visit: visit, now: services.clock.now, roster: roster, keys: keys, outcomes: outcomes)
        }
    }
}

/// What the list of decisions is narrowed to.
struct DecisionFilter: Sendable {
    /// Which decisions.
    enum Route: String, CaseIterable, Sendable {
        case all, auto, human, waiting

        var title: String {
            switch self {
            case .all: "All"
            case .auto: "Automatic"
            case .human: "People"
            case .waiting: "Waiting"
            }
        }
    }

    let route: Route
    let words: String
    let cursor: String?

    /// From a page's query.
    /// - Throws: `Problem` when a part is none of ours.
    init(_ query: [String: String]) throws(Problem) {
        let name = query["route"].flatMap { $0.isEmpty ? nil : $0 } ?? Route.all.rawValue
        guard let route = Route(rawValue: name) else {
            throw Problem(.notFound, "no_such_filter", "There is no list of decisions called \(name).")
        }
        self.route = route
        words = String((query["q"] ?? "").prefix(200))
        cursor = query["before"]
    }

    var isNone: Bool { route == .all && words.isEmpty && cursor == nil }

    func input(_ project: String, cursor: String?, limit: Int) -> ListDecisions.Input {
        ListDecisions.Input(
            project: project, openOnly: route == .waiting,
            route: route == .auto || route == .human ? route.rawValue : nil, cursor: cursor, limit: limit)
    }

    func query(cursor: String?) -> String {
        var parts = route == .all ? [] : ["route=" + route.rawValue]
        if !words.isEmpty { parts.append("q=" + SiteURL.escaped(words)) }
        if let cursor { parts.append("before=" + cursor) }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// Whether item key, a reason or the decider holds the words.
    func matches(_ row: DecisionRow) -> Bool {
        let wanted = words.lowercased()
        let texts = [row.itemKey, row.decider?.name ?? "", row.id] + row.reasons.map(\.text)
        return texts.contains { $0.lowercased().contains(wanted) }
    }
}
