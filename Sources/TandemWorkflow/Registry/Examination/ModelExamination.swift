import TandemLabeling
import TandemLedger
import TandemModeling
import TandemNumerics
import TandemRegistry
import TandemStatistics
import TandemTabular
import TandemValidation
import TandemWork

/// Works out where a model errs and for whom; pure but for the model's scores.
struct ModelExamination: Sendable {
    /// Fewest labels of a group that is judged.
    static let smallestGroup = 30
    /// Most suspected labels that are listed.
    static let mostSuspects = 100
    /// Most values of a column that tells groups apart.
    static let mostGroups = 20

    let model: ModelVersion
    let project: Project
    let rows: LabeledRows
    private let frame: Frame
    private let scores: Matrix
    /// The model's classes among the question's labels, and back.
    private let classes: [String]
    private let predicted: [Int]
    private let given: [Int]

    init(model: ModelVersion, project: Project, rows: LabeledRows, artifact: ModelArtifact) throws {
        self.model = model
        self.project = project
        self.rows = rows
        frame = try rows.frame(project.schema)
        scores = artifact.scores(frame)
        classes = artifact.classes
        let places = Dictionary(artifact.classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        given = rows.labels.map { places[$0] ?? -1 }
        let (scores, width) = (scores, artifact.classes.count)
        predicted = (0..<rows.count).map { row in
            ModelEvaluation.largest((0..<width).map { scores[row, $0] })
        }
    }

    private var isWrong: [Bool] { zip(given, predicted).map { $0 != $1 } }

    /// The whole examination.
    func view() throws -> ExaminationView {
        let analysis = try errors()
        var missing: [String] = []
        if analysis == nil {
            missing.append(
                "Cohorts need at least 40 frozen labels and a column to search; there are \(rows.count) labels.")
        }
        let groups = try sensitiveColumns.compactMap(grouped)
        if groups.isEmpty {
            missing.append("No column has the role sensitive, so no groups are compared.")
        }
        return ExaminationView(
            model: model.id, name: model.versionName, n: rows.count,
            errorRate: rows.count == 0 ? 0 : Double(isWrong.count { $0 }) / Double(rows.count), groups: groups,
            cohorts: (analysis?.cohorts ?? []).map(Self.cohort), tested: analysis?.tested ?? 0,
            suspects: try suspects(), missing: missing)
    }

    /// The frozen items of a cohort that the model got wrong; nil when there is no such cohort.
    func items(of words: String) throws -> [ItemID]? {
        guard let cohort = try errors()?.cohorts.first(where: { $0.words == words }) else { return nil }
        let wrong = isWrong
        return (0..<rows.count).filter { row in
            wrong[row] && cohort.conditions.allSatisfy { holds($0, row) }
        }.map { rows.rows[$0].item }
    }

    private func holds(_ condition: CohortCondition, _ row: Int) -> Bool {
        guard let place = frame.schema.place(of: condition.column) else { return false }
        switch frame.columns[place] {
        case .numbers(let values): return condition.holds(number: values[row])
        case .categories(let codes, let names):
            return condition.holds(name: codes[row] < 0 ? nil : names[Int(codes[row])])
        case .texts: return false
        }
    }

    // MARK: Cohorts

    private func errors() throws -> ErrorAnalysis? {
        let columns = frame.schema.columns.filter { column in
            (column.role == .feature || column.role == .sensitive) && column.type != .text
        }
        guard rows.count >= 40, !columns.isEmpty else { return nil }
        let halves = ErrorAnalysis.halves(rows.count, seed: 1)
        return try ErrorAnalysis(
            losses: isWrong.map { $0 ? 1 : 0 }, finding: halves.finding, testing: halves.testing
        ) { sample in
            columns.compactMap { column in
                switch frame[column.name] {
                case .numbers(let values): BinnedFeature(column.name, numbers: values, sample: sample)
                case .categories(let codes, let names):
                    BinnedFeature(column.name, names: Codes(codes: codes, names: names), sample: sample)
                case .texts, nil: nil
                }
            }
        }
    }

    private static func cohort(_ cohort: ErrorCohort) -> ExaminationView.Cohort {
        ExaminationView.Cohort(
            words: cohort.words, n: cohort.n,
            errorRate: .init(value: cohort.meanLoss.value, lower: cohort.meanLoss.lower, upper: cohort.meanLoss.upper),
            elsewhere: cohort.meanElsewhere, excess: cohort.excessLoss, q: cohort.q)
    }

    // MARK: Groups

    private var sensitiveColumns: [Column] {
        frame.schema.columns.filter { $0.role == .sensitive || $0.name == project.settings.fairnessColumn }
    }

    private func grouped(_ column: Column) throws -> ExaminationView.Grouped? {
        let values = Codes(codes: rows.contents.map { _ in -1 }, names: [])
        let codes = Self.codes(frame[column.name]) ?? values
        let grouping = Grouping([(column.name, codes)])
        guard grouping.count <= Self.mostGroups, rows.count > 0 else { return nil }
        let positive = positiveLabel
        let place = positive.flatMap(classes.firstIndex(of:))
        let predictions = try JudgedPredictions(
            truth: given.map { place == nil || $0 == place },
            predicted: zip(given, predicted).map { place == nil ? $0 == $1 : $1 == place })
        let assessment = FairnessAssessment(
            predictions, by: grouping, smallest: Self.smallestGroup,
            bootstrap: TandemStatistics.Bootstrap(seed: 1, replicates: 500))
        let metrics: [GroupMetric] =
            place == nil
            ? [.accuracy] : [.selectionRate, .truePositiveRate, .falsePositiveRate, .accuracy]
        let gaps =
            place == nil
            ? ["accuracy_score_difference"]
            : ["demographic_parity_difference", "equalized_odds_difference", "accuracy_score_difference"]
        return ExaminationView.Grouped(
            column: column.name, positive: place == nil ? nil : positive,
            groups: grouping.groups.indices.map { group(assessment, $0, metrics) },
            gaps: gaps.map { gap(assessment, $0) })
    }

    /// The label that counts as positive: as the project says, or the second of two.
    private var positiveLabel: String? {
        project.settings.positiveLabel ?? (classes.count == 2 ? classes[1] : nil)
    }

    private func group(
        _ assessment: FairnessAssessment, _ group: Int, _ metrics: [GroupMetric]
    ) -> ExaminationView.Group {
        var figures: [String: ExaminationView.Figure] = [:]
        for metric in metrics {
            let ends = GroupMetric.allCases.firstIndex(of: metric).map { assessment.groupEnds[group][$0] }
            figures[metric.rawValue] = Self.figure(assessment.figures.value(metric, group: group), ends)
        }
        return ExaminationView.Group(
            name: assessment.grouping.title(group), n: assessment.figures.rows[group],
            judged: assessment.isJudged[group], figures: figures)
    }

    private func gap(_ assessment: FairnessAssessment, _ name: String) -> ExaminationView.Gap {
        let ends = Disparity.all.firstIndex { $0.name == name }.map { assessment.disparityEnds[$0] }
        return ExaminationView.Gap(name: name, gap: Self.figure(assessment.disparity(name), ends))
    }

    private static func figure(_ value: Double, _ ends: FairnessAssessment.Ends?) -> ExaminationView.Figure {
        func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
        return ExaminationView.Figure(value: finite(value), lower: finite(ends?.lower), upper: finite(ends?.upper))
    }

    private static func codes(_ data: ColumnData?) -> Codes? {
        switch data {
        case .categories(let codes, let names): return Codes(codes: codes, names: names)
        case .numbers(let values):
            let distinct = Set(values.filter { !$0.isNaN }).sorted()
            let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
            let names = distinct.map { $0 == $0.rounded() && abs($0) < 1e15 ? "\(Int($0))" : "\($0)" }
            return Codes(codes: values.map { places[$0] ?? -1 }, names: names)
        case .texts, nil: return nil
        }
    }

    // MARK: Labels that are hard to believe

    private func suspects() throws -> [ExaminationView.Suspect] {
        let known = given.indices.filter { given[$0] >= 0 }
        guard known.count >= 10, classes.count >= 2 else { return [] }
        let data = try LabeledProbabilities(
            labels: known.map { Int32(given[$0]) },
            probabilities: known.flatMap { row in classes.indices.map { scores[row, $0] } }, classCount: classes.count)
        let issues = ConfidentLearning().issues(data, joint: ConfidentJoint(data))
        return issues.prefix(Self.mostSuspects).map { issue in
            let row = known[issue.item]
            return ExaminationView.Suspect(
                item: rows.rows[row].item, given: classes[given[row]], suggested: classes[predicted[row]],
                score: issue.score)
        }
    }
}
