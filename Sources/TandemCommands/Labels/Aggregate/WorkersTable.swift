import TandemLabeling
import TandemStatistics
import TandemTabular

/// What is learned about workers, as a table, as JSON and as a picture.
struct WorkersTable {
    /// Up to this many classes a confusion matrix is spread over columns; beyond, it is one column of JSON.
    private static let mostSpread = 10
    /// Most workers in the picture: those with the most votes.
    private static let mostShown = 60

    let rows: OutputTable
    private let workers: [WorkerReport]

    /// - Parameters:
    ///   - workers: the reports.
    ///   - classes: the classes' names, in the order of the labels.
    ///   - model: what CROWDLAB says about them, in the same order; nil without a model.
    init(_ workers: [WorkerReport], classes: [String], model: CrowdlabResult?) {
        self.workers = workers
        var columns: [OutputTable.Column] = [
            .init("worker", .texts(workers.map(\.worker))), .init("n", .integers(workers.map(\.votes))),
            .init("accuracy", .numbers(workers.map { $0.accuracy?.value ?? .nan })),
            .init("accuracy_lower", .numbers(workers.map { $0.accuracy?.lower ?? .nan })),
            .init("accuracy_upper", .numbers(workers.map { $0.accuracy?.upper ?? .nan })),
            .init("accuracy_n", .integers(workers.map { $0.accuracy?.n ?? 0 })),
            .init("accuracy_against", .texts(workers.map(\.basis.rawValue))),
            .init("agreement", .numbers(workers.map(\.agreement))),
        ]
        if let model {
            columns += [
                .init("quality", .numbers(model.workers.map { $0.quality ?? .nan })),
                .init("weight", .numbers(model.workers.map(\.weight))),
                .init("worst_class", .codes(model.workers.map { Int32($0.worstLabel ?? -1) }, names: classes)),
            ]
        }
        columns += classes.count <= Self.mostSpread ? Self.spread(workers, classes) : Self.nested(workers, classes)
        rows = OutputTable(columns)
    }

    private static func spread(_ workers: [WorkerReport], _ classes: [String]) -> [OutputTable.Column] {
        let bias = classes.enumerated().map { place, name in
            OutputTable.Column("bias_" + name, .numbers(workers.map { $0.bias[place] }))
        }
        let width = classes.count
        let grids = workers.map { worker in
            var grid = [Double](repeating: 0, count: width * width)
            for cell in worker.confusion.cells where cell.given < width && cell.truth < width {
                grid[Int(cell.given) * width + Int(cell.truth)] = cell.count
            }
            return grid
        }
        return bias
            + (0..<width * width).map { cell in
                .init(
                    "given_\(classes[cell / width])_true_\(classes[cell % width])", .numbers(grids.map { $0[cell] }))
            }
    }

    private static func nested(_ workers: [WorkerReport], _ classes: [String]) -> [OutputTable.Column] {
        [
            .init(
                "bias",
                .values(
                    workers.map { worker in
                        .object(
                            Dictionary(uniqueKeysWithValues: zip(classes, worker.bias.map(JSONValue.number))))
                    })),
            .init(
                "confusion",
                .values(
                    workers.map { worker in
                        .array(
                            worker.confusion.cells.map {
                                [
                                    "given": .string(classes[Int($0.given)]), "true": .string(classes[Int($0.truth)]),
                                    "n": .number($0.count),
                                ]
                            })
                    })),
        ]
    }

    /// A JSON object for each worker.
    var objects: [JSONValue] {
        (0..<rows.rowCount).map { row in
            .object(
                Dictionary(
                    uniqueKeysWithValues: rows.columns.indices.map {
                        (rows.columns[$0].name, rows.value(row: row, column: $0))
                    }))
        }
    }

    /// The workers with the most votes, for a terminal.
    var summary: SummaryTable {
        SummaryTable(
            "Workers with the most votes", columns: ["worker", "n", "accuracy", "95 %", "agreement"],
            rows: largest(10).map { worker in
                [
                    worker.worker, "\(worker.votes)", SummaryTable.number(worker.accuracy?.value, digits: 3),
                    SummaryTable.number(worker.accuracy?.lower, digits: 3) + " … "
                        + SummaryTable.number(worker.accuracy?.upper, digits: 3),
                    SummaryTable.number(worker.agreement, digits: 3),
                ]
            })
    }

    private func largest(_ count: Int) -> [WorkerReport] {
        Array(workers.sorted { ($1.votes, $0.worker) < ($0.votes, $1.worker) }.prefix(count))
    }

    /// Each worker's accuracy with its interval, the largest sixty.
    var chart: JSONValue {
        let values = largest(Self.mostShown).compactMap { worker -> JSONValue? in
            guard let accuracy = worker.accuracy else { return nil }
            return [
                "worker": .string(worker.worker), "n": JSONValue(worker.votes), "accuracy": .number(accuracy.value),
                "lower": .number(accuracy.lower), "upper": .number(accuracy.upper),
            ]
        }
        let y: JSONValue = ["field": "worker", "type": "nominal", "sort": ["field": "accuracy"], "title": nil]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": "Accuracy of workers, 95 % interval",
            "data": ["values": .array(values)], "width": 420,
            "layer": [
                [
                    "mark": ["type": "rule", "strokeWidth": 2],
                    "encoding": [
                        "y": y, "x": ["field": "lower", "type": "quantitative", "title": "accuracy"],
                        "x2": ["field": "upper"],
                    ],
                ],
                [
                    "mark": ["type": "point", "filled": true, "size": 60],
                    "encoding": [
                        "y": y, "x": ["field": "accuracy", "type": "quantitative"],
                        "tooltip": [["field": "worker"], ["field": "n"], ["field": "accuracy", "format": ".3f"]],
                    ],
                ],
            ],
        ]
    }
}
