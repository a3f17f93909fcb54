import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    func itemPage(_ visit: Visit) async throws -> String {
        let id: ItemID = try visit.call.id("item", what: "item")
        let found = try await GetItem(services).run(.init(id: id), as: visit.actor)
        guard found.project == visit.project.id else { throw Problem.noSuch("item", id.rawValue) }
        // Before it is settled, answers would tell those who still have to give theirs.
        let isOpen = found.item.resolution == nil
        let answers = isOpen || found.item.erasedAt != nil ? [] : found.answers
        let roster = try await services.database.read { tx in
            try Roster.read(answers.map(\.worker.rawValue), in: visit.actor.workspace, tx)
        }
        return try templates.render(ItemViews(visit: visit, item: found.item, answers: answers, roster: roster).page)
    }
}

/// Turns an item into its page.
struct ItemViews: Sendable {
    let visit: Visit
    let item: ItemView
    let answers: [GetItem.AnswerView]
    let roster: Roster

    var page: ItemPage {
        ItemPage(
            shell: Shell.of(visit, title: item.key, here: SiteURL.items(visit.slug)),
            backHref: SiteURL.items(visit.slug), headline: item.key, itemState: state,
            facts: [
                LabeledValue(label: "Role", value: item.role.rawValue),
                LabeledValue(label: "Came in by", value: item.source),
                LabeledValue(label: "Added", value: Show.minute(item.createdAt)),
                LabeledValue(label: "Id", value: item.id.rawValue),
            ],
            fields: (item.content.object ?? [:]).sorted { $0.key < $1.key }.map {
                LabeledValue(label: TaskScreen.words($0.key), value: $0.value.string ?? $0.value.plain)
            },
            settled: item.resolution.map(settled), withheld: withheld, answers: answers.map(row))
    }

    private var state: BadgeView {
        if item.erasedAt != nil { return BadgeView(text: "erased", tone: .warn) }
        return item.resolution == nil
            ? BadgeView(text: "open", tone: .neutral) : BadgeView(text: "settled", tone: .good)
    }

    private var withheld: String? {
        if item.erasedAt != nil { return "The content and the answers were erased." }
        if item.resolution == nil { return "Answers show once the item is settled, so that they sway nobody." }
        return answers.isEmpty ? "Nobody answered it here: the label came with an import, a review or an outcome." : nil
    }

    private func settled(_ resolution: ResolutionView) -> ItemPage.Settled {
        ItemPage.Settled(
            answer: text(resolution.label ?? resolution.value.string ?? resolution.value.plain),
            how: "by \(resolution.source.rawValue), \(Show.count(resolution.votes)) counted, "
                + Show.minute(resolution.resolvedAt),
            posterior: resolution.posterior.map(Show.three))
    }

    private func row(_ answer: GetItem.AnswerView) -> ItemPage.AnswerRow {
        ItemPage.AnswerRow(
            person: roster.person(answer.worker.rawValue),
            value: answer.unsure ? "unsure" : text(answer.value?.string ?? answer.value?.plain ?? "–"),
            mode: TaskScreen.words(answer.mode.rawValue), state: TaskScreen.words(answer.state.rawValue),
            seconds: Show.duration(answer.activeMs), comment: answer.comment, at: answer.createdAt.iso8601,
            when: Show.minute(answer.createdAt))
    }

    private func text(_ value: String) -> String {
        visit.project.question.labels.first { $0.value == value }?.text ?? value
    }
}
