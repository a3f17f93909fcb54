import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// A person's own answers and the form that corrects one; works without JavaScript.
    var answers: [Endpoint] {
        [
            page("/answers") { visit in .html(try await answersPage(visit)) },
            form("/answers") { visit in try await correctAnswer(visit) },
        ]
    }

    private func answersPage(_ visit: Visit, done: String? = nil, problem: String? = nil) async throws -> String {
        let here = SiteURL.answers(visit.slug)
        let listed = try await ListMyAnswers(services).run(
            .init(project: visit.slug, cursor: visit.call.query["cursor"], limit: 50), as: visit.actor)
        let question = visit.project.question
        let page = AnswersPage(
            shell: Shell.of(visit, title: "My answers", here: SiteURL.work(visit.slug), width: "main-wide"),
            done: done, problem: problem, correctAction: here, workHref: SiteURL.work(visit.slug),
            answers: listed.items.map { row($0, question) },
            noAnswers: listed.items.isEmpty
                ? EmptyView(
                    emptyTitle: "No answers yet", emptyText: "What you answer appears here and can be corrected.",
                    emptyHref: SiteURL.work(visit.slug), emptyAction: "Answer the next case") : nil,
            olderHref: listed.next.map { here + "?cursor=" + $0 })
        return try templates.render(page)
    }

    private func row(_ answer: ListMyAnswers.Answer, _ question: Question) -> AnswersPage.Row {
        let given = answer.value?.string
        let choice = AnswersPage.Choice(
            options: question.labels.map {
                .init(optionValue: $0.value, optionLabel: $0.text, isSelected: $0.value == given)
            })
        let said = answer.value == nil ? "unsure, no answer" : answer.text + (answer.unsure ? " (unsure)" : "")
        return AnswersPage.Row(
            task: answer.task.rawValue, itemKey: answer.key,
            kindText: TaskScreen.words(answer.kind.rawValue) + (answer.blind ? ", without the model’s view" : ""),
            answerText: said, comment: answer.comment ?? "", answerState: badge(answer.state),
            at: answer.createdAt.iso8601, when: Show.minute(answer.createdAt),
            value: given ?? answer.value?.plain ?? "", choice: question.kind == "choice" ? choice : nil,
            numberStep: question.kind == "number"
                ? question.step.map { JSONValue.number($0).plain } ?? "any" : nil,
            isText: question.kind == "text")
    }

    private func badge(_ state: AnnotationState) -> BadgeView {
        switch state {
        case .counted: BadgeView(text: "counts", tone: .good)
        case .late: BadgeView(text: "late", tone: .warn)
        case .revised: BadgeView(text: "second thought", tone: .neutral)
        case .undone, .superseded: BadgeView(text: state.rawValue, tone: .neutral)
        }
    }

    private func correctAnswer(_ visit: Visit) async throws -> Answer {
        let fields = visit.call.form
        do {
            guard let text = fields["task"], let task = TaskID(checking: text) else {
                throw Problem.noSuch("task", fields["task"] ?? "")
            }
            let body = SubmitAnnotation.Body(
                value: try value(fields["value"], of: visit.project.question), unsure: fields["unsure"] == "yes",
                comment: fields["comment"].flatMap { $0.isEmpty ? nil : $0 })
            let made = try await CorrectAnnotation(services).run(.init(task: task, body: body), as: visit.actor)
            return .html(try await answersPage(visit, done: made.message))
        } catch let problem as Problem where [.conflict, .invalid, .notFound].contains(problem.kind) {
            return .html(try await answersPage(visit, problem: problem.message), status: .conflict)
        }
    }

    private func value(_ text: String?, of question: Question) throws(Problem) -> JSONValue? {
        guard let text, !text.isEmpty else { return nil }
        guard question.kind == "number" else { return .string(text) }
        guard let number = Double(text), number.isFinite else {
            throw Problem(.invalid, "bad_value", "The answer must be a number.", at: "/value")
        }
        return .number(number)
    }
}
