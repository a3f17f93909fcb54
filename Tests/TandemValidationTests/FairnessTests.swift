import TandemNumerics
import TandemStatistics
import TandemTabular
import TandemValidation
import Testing

/// What scripts/reference/fairness.py writes (Fairlearn 0.15.0, AI Fairness 360 0.6.1).
private struct Golden: Decodable {
    struct Case: Decodable {
        let weighted: Bool
        let rows: [String: [Double]]
        let byGroup: [String: [Double?]]
        let overall: [String: Double?]
        let gaps: [String: [String: Double?]]
        let thresholds: [String: [Double]]
        let uncorrelated: [[Double]]
        let aif360: [String: Double?]
        let reweighed: [Double]

        func column(_ name: String) -> [Double] { rows[name] ?? [] }

        func codes(_ name: String) -> Codes {
            let values = column(name).map { Int($0) }
            let names = Set(values).sorted()
            return Codes(codes: values.map { Int32(names.firstIndex(of: $0) ?? -1) }, names: names.map(String.init))
        }

        func predictions(scored: Bool = true) throws -> JudgedPredictions {
            try JudgedPredictions(
                truth: column("y").map { $0 == 1 }, predicted: column("pred").map { $0 == 1 },
                scores: scored ? column("score") : nil, weights: weighted ? column("weight") : nil)
        }

        var together: Grouping { Grouping([("a", codes("a")), ("b", codes("b"))]) }
        var alone: Grouping { Grouping([("b", codes("b"))]) }
    }

    let cases: [Case]
}

private func close(_ ours: Double, _ theirs: Double?, _ tolerance: Double = 1e-9) -> Bool {
    guard let theirs else { return ours.isNaN }
    return abs(ours - theirs) <= tolerance * max(1, abs(theirs))
}

@Suite struct FairnessTests {
    private let golden: Golden

    init() throws { golden = try fixture("fairness") }

    @Test func `every figure of a group is Fairlearn's`() throws {
        for one in golden.cases {
            let figures = GroupFigures(try one.predictions(), by: one.together)
            for metric in GroupMetric.allCases {
                let theirs = try #require(one.byGroup[metric.rawValue])
                for group in 0..<one.together.count {
                    #expect(close(figures.value(metric, group: group), theirs[group]), "\(metric) of group \(group)")
                }
                #expect(close(figures.overall(metric), one.overall[metric.rawValue] ?? nil), "\(metric) of all")
            }
        }
    }

    @Test func `every gap is Fairlearn's, between groups and to overall`() throws {
        for one in golden.cases {
            for comparison in Disparity.Comparison.allCases {
                let assessment = FairnessAssessment(
                    try one.predictions(), by: one.together, comparison: comparison, smallest: 0)
                let theirs = try #require(one.gaps[comparison == .betweenGroups ? "between_groups" : "to_overall"])
                #expect(theirs.count == Disparity.all.count)
                for (name, value) in theirs { #expect(close(assessment.disparity(name), value), "\(name)") }
            }
        }
    }

    @Test func `every figure of AI Fairness 360's classification metric is the same`() throws {
        for one in golden.cases {
            let values = PrivilegedComparison(
                try one.predictions(), isPrivileged: one.column("a").map { $0 == 1 }, grouping: one.together
            ).values
            for (name, theirs) in one.aif360 {
                let ours = try #require(values[name], "\(name) is missing")
                #expect(close(ours, theirs), "\(name): \(ours), \(theirs ?? .nan)")
            }
        }
    }

    @Test func `the order of rows changes nothing`() throws {
        let one = golden.cases[1]
        let order = Array(one.column("y").indices.reversed())
        let turned = Golden.Case(
            weighted: one.weighted, rows: one.rows.mapValues { column in order.map { column[$0] } }, byGroup: [:],
            overall: [:], gaps: [:], thresholds: [:], uncorrelated: [], aif360: [:], reweighed: [])
        let bootstrap = Bootstrap(seed: 3, replicates: 100)
        let first = FairnessAssessment(try one.predictions(), by: one.together, bootstrap: bootstrap)
        let second = FairnessAssessment(try turned.predictions(), by: turned.together, bootstrap: bootstrap)
        for (one, other) in zip(first.disparities, second.disparities) {
            #expect(abs(one - other) < 1e-12 || (one.isNaN && other.isNaN))
        }
        #expect(first.disparityEnds == second.disparityEnds || first.disparityEnds.contains { $0.lower.isNaN })
    }

    @Test func `intervals are the same on one thread and on three, and hold the value`() throws {
        let one = golden.cases[2]
        let runs = try [1, 3].map {
            FairnessAssessment(
                try one.predictions(scored: false), by: one.alone, bootstrap: Bootstrap(seed: 9, replicates: 300),
                threads: $0)
        }
        for (place, ends) in runs[0].groupEnds[0].enumerated() where !ends.lower.isNaN {
            #expect(ends == runs[1].groupEnds[0][place])
            let value = runs[0].figures.value(GroupMetric.allCases[place], group: 0)
            #expect(ends.lower <= value && value <= ends.upper)
        }
    }

    @Test func `a small group is shown but goes into no gap`() throws {
        let truth = [Bool](repeating: true, count: 62)
        let predicted = (0..<62).map { $0 % 2 == 0 || $0 >= 60 }
        let values = Codes(codes: (0..<62).map { $0 < 30 ? 0 : $0 < 60 ? 1 : 2 }, names: ["x", "y", "z"])
        let assessment = FairnessAssessment(
            try JudgedPredictions(truth: truth, predicted: predicted), by: Grouping([("g", values)]))
        #expect(assessment.isJudged == [true, true, false])
        #expect(assessment.disparity("demographic_parity_difference") == 0)
        #expect(assessment.figures.value(.selectionRate, group: 2) == 1)
        let all = zip(Disparity.all, assessment.disparitiesOfAll).first { $0.0.name == "demographic_parity_difference" }
        #expect(all?.1 == 0.5)
    }

    @Test func `one group, one label and no rows give undefined figures, not numbers`() throws {
        let one = Grouping([("g", Codes(codes: [0, 0], names: ["x"]))])
        let figures = GroupFigures(try JudgedPredictions(truth: [true, true], predicted: [false, true]), by: one)
        #expect(figures.overall(.falsePositiveRate).isNaN && figures.overall(.truePositiveRate) == 0.5)
        let empty = FairnessAssessment(
            try JudgedPredictions(truth: [], predicted: []), by: Grouping([("g", Codes(codes: [], names: []))]),
            bootstrap: Bootstrap(seed: 1))
        #expect(empty.disparity("equalized_odds_difference").isNaN && empty.disparityEnds.isEmpty)
        #expect(throws: StatisticsError.self) { try JudgedPredictions(truth: [true], predicted: []) }
        #expect(throws: StatisticsError.self) {
            try JudgedPredictions(truth: [true], predicted: [true], weights: [-1])
        }
    }

    @Test func `a missing value is a group of its own`() {
        let grouping = Grouping([
            ("g", Codes(codes: [1, -1, 0], names: ["b", "a"])), ("h", Codes(codes: [0, 0, 0], names: ["z"])),
        ])
        #expect(grouping.groups == [["(missing)", "z"], ["a", "z"], ["b", "z"]] && grouping.codes == [1, 0, 2])
    }
}

@Suite struct MitigationTests {
    private let golden: Golden

    init() throws { golden = try fixture("fairness") }

    @Test func `reweighing gives AI Fairness 360's weights, and no gap in the weighted labels`() throws {
        for one in golden.cases {
            let grouping = Grouping([("a", one.codes("a"))])
            let truth = one.column("y").map { $0 == 1 }
            let weights = Reweighing.weights(
                truth: truth, grouping: grouping, weights: one.weighted ? one.column("weight") : nil)
            for (ours, theirs) in zip(weights, one.reweighed) { #expect(close(ours, theirs)) }
            let judged = try JudgedPredictions(truth: truth, predicted: truth, weights: weights)
            let figures = GroupFigures(judged, by: grouping)
            #expect(close(figures.value(.selectionRate, group: 0), figures.value(.selectionRate, group: 1)))
        }
    }

    @Test func `the correlation remover gives Fairlearn's features`() throws {
        for one in golden.cases {
            let sensitive = [one.column("a"), one.column("b")]
            let features = [one.column("x0"), one.column("x1")]
            let remover = try CorrelationRemover(sensitive: sensitive, features: features)
            let ours = remover.transform(sensitive: sensitive, features: features, alpha: 0.75)
            for (row, theirs) in one.uncorrelated.enumerated() {
                for place in 0..<2 { #expect(close(ours[place][row], theirs[place])) }
            }
        }
    }

    @Test func `a sensitive column that another determines takes no part`() throws {
        let one = golden.cases[0]
        let features = [one.column("x0")]
        let single = try CorrelationRemover(sensitive: [one.column("a")], features: features)
        let twice = [one.column("a"), one.column("a").map { 3 - 2 * $0 }]
        let double = try CorrelationRemover(sensitive: twice, features: features)
        let first = single.transform(sensitive: [one.column("a")], features: features)
        for (ours, other) in zip(first[0], double.transform(sensitive: twice, features: features)[0]) {
            #expect(abs(ours - other) < 1e-9)
        }
    }

    @Test func `the threshold optimizer gives Fairlearn's probabilities`() throws {
        for one in golden.cases {
            for (name, theirs) in one.thresholds {
                let constraint = try #require(
                    ThresholdConstraint(rawValue: name.split(separator: "_").joined(separator: "-")))
                let optimizer = try ThresholdOptimizer(
                    scores: one.column("score"), truth: one.column("y").map { $0 == 1 }, grouping: one.alone,
                    constraint: constraint)
                for (row, score) in one.column("score").enumerated() {
                    let ours = optimizer.rules[Int(one.alone.codes[row])].probability(score)
                    #expect(close(ours, theirs[row]), "\(name), row \(row): \(ours), \(theirs[row])")
                }
            }
        }
    }

    @Test func `deterministic thresholds stay within the tolerance and near the best accuracy`() throws {
        let one = golden.cases[2]
        let truth = one.column("y").map { $0 == 1 }
        for constraint in ThresholdConstraint.allCases {
            let found = DeterministicThresholds(
                scores: one.column("score"), truth: truth, grouping: one.alone, constraint: constraint, tolerance: 0.05)
            #expect(found.isWithin && found.gap <= 0.05, "\(constraint): \(found.gap)")
            let predicted = one.column("score").enumerated().map { row, score in
                score > found.thresholds[Int(one.alone.codes[row])]
            }
            let figures = GroupFigures(try JudgedPredictions(truth: truth, predicted: predicted), by: one.alone)
            #expect(abs(constraint.gap(figures.counts) - found.gap) < 1e-12)
            #expect(abs(figures.overall(.accuracy) - found.accuracy) < 1e-12)
            let free = GroupFigures(try one.predictions(), by: one.alone).overall(.accuracy)
            #expect(found.accuracy > free - 0.06)
        }
    }

    @Test func `a wider band for people who are always right closes the gap and ends at full accuracy`() throws {
        let one = golden.cases[0]
        let band = RejectOptionBand(
            try one.predictions(), by: one.alone, threshold: 0.5, reviewerAccuracy: 1, maxGap: 0,
            constraint: .equalizedOdds)
        let (first, last) = (try #require(band.widths.first), try #require(band.widths.last))
        #expect(first.toPeople == 0 && last.toPeople == 1 && last.gap == 0 && last.accuracy == 1)
        #expect(zip(band.widths, band.widths.dropFirst()).allSatisfy { $0.toPeople <= $1.toPeople })
        #expect(band.chosen != nil)
    }

    @Test func `a full repair gives groups the same values and keeps each group's order`() {
        let codes = Codes(codes: (0..<40).map { $0 < 20 ? 0 : 1 }, names: ["x", "y"])
        let grouping = Grouping([("g", codes)])
        let values = (0..<40).map { Double($0 % 20) + ($0 < 20 ? 0 : 10) }
        let repaired = ImpactRemover.repaired(values, grouping: grouping)
        for row in 0..<20 { #expect(abs(repaired[row] - repaired[row + 20]) < 1e-12) }
        #expect(zip(repaired, repaired.dropFirst()).prefix(19).allSatisfy { $0 < $1 })
        #expect(ImpactRemover.repaired(values, grouping: grouping, amount: 0) == values)
        #expect(
            ImpactRemover.repaired([.nan, 1], grouping: Grouping([("g", Codes(codes: [0, 1], names: ["x", "y"]))]))[0]
                .isNaN)
    }
}
