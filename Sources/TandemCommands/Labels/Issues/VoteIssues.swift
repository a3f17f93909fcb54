import TandemLabeling
import TandemTabular

/// What several people's votes and a model together say of items and annotators.
struct VoteIssues {
    let result: CrowdlabResult
    let file: ChoiceVotesFile
    /// The class of each item of the probabilities by consensus, in the order of their columns; −1 without votes.
    let labelOf: [Int32]

    init(desk: Desk, path: String, model: ProbabilitiesFile, format: TableFormat?) throws {
        let file = try ChoiceVotesFile(desk: desk, path: path, classes: model.classes, format: format)
        let rows = Dictionary(uniqueKeysWithValues: model.ids.enumerated().map { ($1, $0) })
        let strangers = file.table.items.filter { rows[$0] == nil }
        guard strangers.isEmpty else {
            throw CommandProblem.badInput(
                "\(path): \(strangers.count) tasks have no row in \(model.path): "
                    + strangers.prefix(5).joined(separator: ", ") + (strangers.count > 5 ? ", …" : ""))
        }
        // Votes number classes by name, the model by column.
        let columns = Dictionary(uniqueKeysWithValues: model.classes.enumerated().map { ($1, $0) })
        let order = file.classes.map { columns[$0] ?? 0 }
        let items = file.table.items.map { rows[$0] ?? 0 }
        result = try Crowdlab().judge(
            file.table, probabilities: items.flatMap { item in order.map { model.columns[$0][item] } })
        var labelOf = [Int32](repeating: -1, count: model.ids.count)
        for (place, item) in items.enumerated() { labelOf[item] = Int32(order[Int(result.labels[place])]) }
        self.labelOf = labelOf
        self.file = file
    }

    /// Items by the quality of their consensus, worst first.
    private var order: [Int] {
        result.quality.indices.sorted { (result.quality[$0], $0) < (result.quality[$1], $1) }
    }

    var facts: [String: JSONValue] {
        [
            "model_weight": .number(result.modelWeight),
            "quality": .array(
                order.map { item in
                    [
                        "id": .string(file.table.items[item]), "label": .string(label(item)),
                        "quality": .number(result.quality[item]), "agreement": .number(result.agreement[item]),
                        "votes": JSONValue(file.table.range(of: item).count),
                    ]
                }),
            "annotators": .array(
                (0..<annotators.rowCount).map { row in
                    .object(
                        Dictionary(
                            uniqueKeysWithValues: annotators.columns.enumerated().map {
                                ($1.name, annotators.value(row: row, column: $0))
                            }))
                }),
        ]
    }

    private func label(_ item: Int) -> String { file.classes[Int(result.labels[item])] }

    /// The annotators, worst first; those who never shared an item last.
    var annotators: OutputTable {
        let workers = result.workers
        let order = workers.indices.sorted {
            (workers[$0].quality ?? 2, workers[$0].agreement, $0) < (
                workers[$1].quality ?? 2, workers[$1].agreement, $1
            )
        }
        return OutputTable([
            .init("worker", .texts(order.map { file.table.workers[$0] })),
            .init("quality", .numbers(order.map { workers[$0].quality ?? .nan })),
            .init("agreement", .numbers(order.map { workers[$0].agreement })),
            .init(
                "worst_label", .values(order.map { JSONValue(orNull: workers[$0].worstLabel.map { file.classes[$0] }) })
            ),
            .init("votes", .integers(order.map { workers[$0].votes })),
            .init("weight", .numbers(order.map { workers[$0].weight })),
        ])
    }

    /// Consensus, its quality and agreement for the items named by `ids`.
    func columns(_ ids: [String]) -> [OutputTable.Column] {
        let places = Dictionary(uniqueKeysWithValues: file.table.items.enumerated().map { ($1, $0) })
        let items = ids.map { places[$0] }
        return [
            .init("consensus", .codes(items.map { $0.map { result.labels[$0] } ?? -1 }, names: file.classes)),
            .init("consensus_quality", .numbers(items.map { $0.map { result.quality[$0] } ?? .nan })),
            .init("vote_agreement", .numbers(items.map { $0.map { result.agreement[$0] } ?? .nan })),
        ]
    }

    var summary: SummaryTable {
        SummaryTable(
            "Annotators, worst first", columns: ["worker", "quality", "agreement", "votes"],
            rows: (0..<min(10, annotators.rowCount)).map { row in
                [
                    annotators.value(row: row, column: 0).string ?? "",
                    SummaryTable.number(annotators.value(row: row, column: 1).number, digits: 3),
                    SummaryTable.number(annotators.value(row: row, column: 2).number, digits: 3),
                    SummaryTable.number(annotators.value(row: row, column: 4).number),
                ]
            })
    }
}
