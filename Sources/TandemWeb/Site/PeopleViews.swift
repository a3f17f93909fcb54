import TandemGovernance
import TandemLedger
import TandemOversight
import TandemWorkflow

/// The rows of the People page.
enum PeopleViews {
    static func row(
        _ person: ListPeople.Item, roles: [String], _ known: ListWorkerFigures.Output
    ) -> PeoplePage.Row {
        let figures = person.worker.flatMap { known.figures[$0] }
        let skills = person.worker.flatMap { known.skills[$0] } ?? []
        return PeoplePage.Row(
            who: PersonView(name: person.name, simulated: person.simulated), workerKind: person.kind ?? "",
            roles: roles.map { TaskScreen.words($0) }, skills: skills.sorted(),
            answers: figures.map { Show.count($0.answers) } ?? "–",
            gold: figures?.gold.map { cell($0, "gold answers") },
            agreement: figures?.agreement.map { cell($0, "pairs") },
            medianTime: figures?.medianMilliseconds.map(Show.duration) ?? "–",
            rate: person.rate.map { "\(Show.decimal($0.perHour)) \($0.currency)/h" } ?? "–",
            rateSince: person.rate.map { "since " + Show.minute($0.since) } ?? "")
    }

    /// A share, its interval and n, and how much more would decide it.
    static func cell(_ share: WorkerFigures.Share, _ noun: String) -> PeoplePage.ShareCell {
        let lack: String? =
            switch (share.isMet, share.needed) {
            case (nil, let needed?) where needed > 1000: "needs over 1,000 more \(noun)"
            case (nil, let needed?): "needs \(Show.count(needed)) more \(noun)"
            case (nil, nil): "more \(noun) narrow it"
            default: nil
            }
        return PeoplePage.ShareCell(
            share: Show.percent(share.value),
            range: "\(Show.decimal(100 * share.lower))–\(Show.percent(share.upper)), n \(Show.count(share.n))",
            tone: share.isMet.map { $0 ? .good : .bad } ?? .neutral, lack: lack)
    }

    static func note(_ known: ListWorkerFigures.Output) -> String {
        let meaning =
            "Accuracy: votes equal to the known answer, target 95%. Agreement: pairs with other people's first, "
            + "independent answers, target 90%. 95% intervals; green and red only when the whole interval decides."
        return known.isOwnOnly
            ? meaning + " You see your own figures; others' are for administrators, data scientists, champions and "
                + "compliance." : meaning
    }
}
