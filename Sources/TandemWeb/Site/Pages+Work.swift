import TandemLedger
import TandemWorkflow

extension Pages {
    /// The task screen; its scripts talk to the API.
    var work: [Endpoint] {
        [
            page("/work") { visit in
                let waiting = try await WaitingForMe(services).run(.init(project: visit.slug), as: visit.actor)
                let mine = waiting.items.first
                let page = TaskPage(
                    shell: Shell.of(visit, title: "Work", here: SiteURL.work(visit.slug), width: "main-wide"),
                    claimURL: SiteURL.api(visit.slug) + "/tasks/claim", tasksURL: "/api/v1/tasks",
                    accountKey: visit.actor.id, homeURL: SiteURL.home(visit.slug),
                    doneToday: String(mine?.answered ?? 0),
                    waitingCount: String((mine?.label ?? 0) + (mine?.review ?? 0) + (mine?.adjudicate ?? 0)))
                return .html(try templates.render(page))
            }
        ]
    }
}
