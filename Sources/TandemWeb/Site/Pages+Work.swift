import TandemLedger
import TandemWork
import TandemWorkflow

extension Pages {
    /// The task screen; its scripts talk to the API.
    var work: [Endpoint] {
        [
            page("/work") { visit in
                let waiting = try await WaitingForMe(services).run(.init(project: visit.slug), as: visit.actor)
                let mine = waiting.items.first
                let kind = visit.call.query["kind"].flatMap(TaskKind.init(rawValue:))
                let counts: [(TaskKind, Int)] = [
                    (.label, mine?.label ?? 0), (.review, mine?.review ?? 0), (.adjudicate, mine?.adjudicate ?? 0),
                    (.approve, mine?.approve ?? 0),
                ]
                let count = counts.reduce(0) { $0 + (kind == nil || kind == $1.0 ? $1.1 : 0) }
                let page = TaskPage(
                    shell: Shell.of(visit, title: "Work", here: SiteURL.work(visit.slug), width: "main-wide"),
                    claimURL: SiteURL.api(visit.slug) + "/tasks/claim", tasksURL: "/api/v1/tasks",
                    accountKey: visit.actor.id, homeURL: SiteURL.home(visit.slug),
                    answersURL: SiteURL.answers(visit.slug), kinds: kind?.rawValue ?? "",
                    doneToday: String(mine?.answered ?? 0), waitingCount: String(count))
                return .html(try templates.render(page))
            }
        ]
    }
}
