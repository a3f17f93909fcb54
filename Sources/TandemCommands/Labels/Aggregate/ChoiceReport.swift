import TandemLabeling
import TandemTabular

/// Aggregates labels: `task,worker,label`.
struct ChoiceReport {
    let desk: Desk
    let path: String
    let options: ChoiceOptions

    /// Reads, judges and tells.
    func report() throws -> Report {
        try options.check()
        let model = try options.probabilities.map {
            try ModelFile(desk: desk, path: $0, format: options.files.format)
        }
        let file = try ChoiceVotesFile(
            desk: desk, path: path, gold: options.gold, classes: model?.classes ?? [], format: options.files.format)
        let verdict = try ChoiceVerdict(file, model: model, options: options)
        var report = Report(
            facts: facts(file, verdict), rowsName: "items", rows: rows(file, verdict),
            summary: [summary(file, verdict)], notes: notes(file, verdict, model))
        if let workers = verdict.workers {
            let table = WorkersTable(workers, classes: file.classes, model: verdict.crowdlab)
            report.facts["workers"] = .array(table.objects)
            report.summary.append(table.summary)
            if let path = options.workers { report.files.append(.init(path: path, rows: table.rows)) }
            report.chart = table.chart
        }
        return report
    }

    private func facts(_ file: ChoiceVotesFile, _ verdict: ChoiceVerdict) -> [String: JSONValue] {
        var facts: [String: JSONValue] = [
            "kind": "choice", "method": .string(verdict.method), "why": .string(verdict.why),
            "tasks": JSONValue(file.table.items.count), "votes": JSONValue(file.table.voteCount),
            "worker_count": JSONValue(file.table.workers.count), "classes": .array(file.classes.map(JSONValue.string)),
            "known": JSONValue(file.known.count), "ties": JSONValue(verdict.ties),
        ]
        if verdict.rounds > 0 {
            facts["rounds"] = JSONValue(verdict.rounds)
            facts["converged"] = .bool(verdict.hasConverged)
        }
        if let crowdlab = verdict.crowdlab { facts["model_weight"] = .number(crowdlab.modelWeight) }
        return facts
    }

    private func rows(_ file: ChoiceVotesFile, _ verdict: ChoiceVerdict) -> OutputTable {
        let (labels, width) = (verdict.labels, file.table.labelCount)
        let tasks = file.table.items.count
        return OutputTable(
            [
                .init("task", .texts(file.table.items)), .init("label", .codes(labels, names: file.classes)),
                .init(
                    "probability", .numbers((0..<tasks).map { verdict.posteriors[$0 * width + Int(labels[$0])] })),
            ]
                + file.classes.enumerated().map { place, name in
                    .init("p_" + name, .numbers((0..<tasks).map { verdict.posteriors[$0 * width + place] }))
                })
    }

    private func summary(_ file: ChoiceVotesFile, _ verdict: ChoiceVerdict) -> SummaryTable {
        SummaryTable(
            "Consensus by \(verdict.method)",
            [
                ("why", verdict.why), ("tasks", "\(file.table.items.count)"), ("votes", "\(file.table.voteCount)"),
                ("workers", "\(file.table.workers.count)"), ("classes", "\(file.classes.count)"),
                ("known tasks", "\(file.known.count)"), ("ties", "\(verdict.ties)"),
            ])
    }

    private func notes(_ file: ChoiceVotesFile, _ verdict: ChoiceVerdict, _ model: ModelFile?) -> [String] {
        var notes: [String] = []
        if file.replaced > 0 {
            notes.append("\(file.replaced) votes were replaced by a later one of the same worker on the same task")
        }
        if file.strangers > 0 { notes.append("\(file.strangers) known answers belong to tasks without votes") }
        if let strangers = model?.strangers(to: file.table.items), strangers > 0 {
            notes.append("\(strangers) tasks of the model have no votes and are left out")
        }
        if verdict.rounds > 0, !verdict.hasConverged {
            notes.append("\(verdict.method) was stopped after \(verdict.rounds) rounds, before it settled")
        }
        return notes
    }
}
