import TandemNumerics
import TandemStatistics
import Testing

@testable import TandemLabeling

/// What scripts/reference/labelissues.py writes (cleanlab 2.9.0).
private struct Golden: Decodable {
    struct Case: Decodable {
        let classes: Int
        let labels: [Int32]
        let probabilities: [Double]
        let thresholds: [Double]
        let joint: [Int]
        let calibrated: [Int]
        let offDiagonal: Int
        let offDiagonalCalibrated: Int
        let scores: [String: [Double]]
        let adjusted: [String: [Double]]
        let issues: [String: [String: [Int]]]
        let half: [Int]
        let many: [Int]

        enum CodingKeys: String, CodingKey {
            case classes, labels, probabilities, thresholds, joint, calibrated, scores, adjusted, issues, half, many
            case offDiagonal = "off_diagonal"
            case offDiagonalCalibrated = "off_diagonal_calibrated"
        }

        func data() throws -> LabeledProbabilities {
            try LabeledProbabilities(labels: labels, probabilities: probabilities, classCount: classes)
        }
    }

    struct Neighborhood: Decodable {
        let features: [[Double]]
        let scores: [Double]
        let near: [Int]
        let far: [Int]
        let distances: [Double]
    }

    let cases: [Case]
    let neighbors: [Neighborhood]
}

@Suite struct LabelErrorTests {
    private let golden: Golden

    init() throws { golden = try fixture("labelissues") }

    @Test func `every filter and ranking gives cleanlab's items in cleanlab's order`() throws {
        for one in golden.cases {
            let data = try one.data()
            let joint = ConfidentJoint(data)
            for filter in LabelErrorFilter.allCases {
                for ranking in LabelQuality.allCases {
                    let found = ConfidentLearning(filter: filter, ranking: ranking).issues(data, joint: joint)
                    let expected = try #require(one.issues[filter.rawValue]?[ranking.rawValue])
                    #expect(found.map(\.item) == expected, "\(filter) \(ranking)")
                }
            }
        }
    }

    @Test func `the joint, its calibration and both counts equal cleanlab's`() throws {
        for one in golden.cases {
            let data = try one.data()
            let joint = ConfidentJoint(data)
            #expect(zip(joint.thresholds, one.thresholds).allSatisfy { agree($0, $1, to: 1e-15) })
            #expect(joint.counts == one.joint && joint.calibrated == one.calibrated)
            #expect(joint.offDiagonal(data) == one.offDiagonal)
            #expect(joint.offDiagonalCalibrated == one.offDiagonalCalibrated)
        }
    }

    @Test func `scores equal cleanlab's, adjusted ones too`() throws {
        for one in golden.cases {
            let data = try one.data()
            let joint = ConfidentJoint(data)
            for quality in LabelQuality.allCases {
                let expected = try #require(one.scores[quality.rawValue])
                #expect(zip(quality.scores(data), expected).allSatisfy { agree($0, $1, to: 1e-13) })
                guard let adjusted = one.adjusted[quality.rawValue] else { continue }
                let ours = quality.scores(data, adjustedBy: joint.thresholds)
                #expect(zip(ours, adjusted).allSatisfy { agree($0, $1, to: 1e-13) })
            }
        }
    }

    @Test func `a share of the noise and a least number a class flag what cleanlab flags`() throws {
        for one in golden.cases {
            let data = try one.data()
            let joint = ConfidentJoint(data)
            let half = ConfidentLearning(noiseShare: 0.5).issues(data, joint: joint)
            #expect(half.map(\.item) == one.half)
            let many = ConfidentLearning(filter: .pruneByClass, leastPerClass: data.count / one.classes)
            #expect(many.issues(data, joint: joint).map(\.item) == one.many)
        }
    }

    @Test func `the number of planted errors lies in its interval`() throws {
        var random = SplitMix64(seed: 4)
        var labels: [Int32] = []
        var probabilities: [Double] = []
        var wrong = 0
        for _ in 0..<4_000 {
            let actual = random.below(3)
            let isWrong = random.uniform() < 0.1
            labels.append(Int32(isWrong ? (actual + 1 + random.below(2)) % 3 : actual))
            wrong += isWrong ? 1 : 0
            let sure = 0.9 + 0.08 * random.uniform()
            for label in 0..<3 { probabilities.append(label == actual ? sure : (1 - sure) / 2) }
        }
        let data = try LabeledProbabilities(labels: labels, probabilities: probabilities, classCount: 3)
        let rate = LabelErrorRate(ConfidentJoint(data), labels: labels, bootstrap: Bootstrap(seed: 1))
        let errors = try #require(rate.errors)
        #expect(errors.lower < Double(wrong) && Double(wrong) < errors.upper)
        #expect(errors.upper - errors.lower < 120 && abs(rate.byLabel.reduce(0, +) - errors.value) < 1e-9)
    }

    @Test func `naming classes in another order changes nothing`() throws {
        let one = golden.cases[2]
        let data = try one.data()
        let order = [3, 0, 4, 1, 2]
        var moved = data.probabilities
        for item in 0..<data.count {
            for label in 0..<5 { moved[item * 5 + order[label]] = data.probabilities[item * 5 + label] }
        }
        let other = try LabeledProbabilities(
            labels: data.labels.map { Int32(order[Int($0)]) }, probabilities: moved, classCount: 5)
        for filter in [LabelErrorFilter.confidentLearning, .predictedNotGiven, .lowSelfConfidence] {
            let method = ConfidentLearning(filter: filter)
            #expect(
                method.issues(data, joint: ConfidentJoint(data))
                    == method.issues(other, joint: ConfidentJoint(other)))
        }
    }

    @Test func `one class, no items and constant probabilities flag nothing`() throws {
        let constant = try LabeledProbabilities(
            labels: [0, 1, 0, 0], probabilities: [Double](repeating: 0.5, count: 8), classCount: 2)
        let one = try LabeledProbabilities(labels: [1, 1], probabilities: [0.2, 0.8, 0.3, 0.7], classCount: 2)
        let none = try LabeledProbabilities(labels: [], probabilities: [], classCount: 2)
        for data in [constant, one, none] {
            let joint = ConfidentJoint(data)
            for filter in LabelErrorFilter.allCases where filter != .lowSelfConfidence {
                #expect(ConfidentLearning(filter: filter).issues(data, joint: joint).isEmpty, "\(filter)")
            }
        }
        #expect(LabelErrorRate(ConfidentJoint(none), labels: [], bootstrap: Bootstrap(seed: 1)).errors == nil)
    }

    @Test func `labels, lengths and numbers out of range are refused`() {
        #expect(throws: StatisticsError.classOutOfRange(2, classCount: 2)) {
            try LabeledProbabilities(labels: [2], probabilities: [0.5, 0.5], classCount: 2)
        }
        #expect(throws: StatisticsError.lengthMismatch(expected: 2, found: 1)) {
            try LabeledProbabilities(labels: [0], probabilities: [0.5], classCount: 2)
        }
        #expect(throws: StatisticsError.invalidValue(at: 1)) {
            try LabeledProbabilities(labels: [0], probabilities: [0.5, .nan], classCount: 2)
        }
    }

    @Test func `outliers and near duplicates on features equal cleanlab's`() throws {
        for one in golden.neighbors {
            let neighbors = try NearestNeighbors(Matrix(one.features), threads: 2)
            for (item, distance) in one.distances.enumerated() {
                #expect(abs(neighbors.distances[item * neighbors.neighborCount] - distance) < 1e-9)
            }
            let outliers = OutlierScores(neighbors)
            #expect(zip(outliers.scores, one.scores).allSatisfy { abs($0 - $1) < 1e-9 })
            #expect(outliers.outliers.sorted() == one.far)
            #expect(NearDuplicates(neighbors).groups.flatMap { $0 }.sorted() == one.near)
        }
    }

    @Test func `neighbors are those of a search through all rows`() throws {
        var random = SplitMix64(seed: 2)
        for columns in [1, 3, 9] {
            var matrix = Matrix(rows: 300, columns: columns)
            for place in matrix.values.indices { matrix.values[place] = random.normal() }
            let quick = try NearestNeighbors(matrix, neighbors: 7, metric: .euclidean, threads: 3)
            for row in [0, 17, 299] {
                let all = (0..<300).filter { $0 != row }.map { other -> Double in
                    zip(matrix.row(row), matrix.row(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                        .squareRoot()
                }
                let found = quick.distances[(row * 7)..<(row * 7 + 7)]
                #expect(zip(found, all.sorted()).allSatisfy { agree($0, $1, to: 1e-12) })
            }
        }
        #expect(throws: StatisticsError.tooFewRows(needed: 2, found: 1)) { try NearestNeighbors(Matrix([[1]])) }
    }

    @Test func `texts that differ in case, marks or a word are duplicates, others and empty ones are not`() {
        let texts = [
            "Please call our office tomorrow morning at nine", "please CALL our office, tomorrow morning at nine!",
            "Please call our office tomorrow morning at ten", "Free entry in a weekly competition", "", "",
            "Free entry in a weekly competition to win", "Grüße aus Köln 😀", "grüße aus köln 😀",
        ]
        let found = NearDuplicates(texts: texts, similarity: 0.7)
        #expect(found.groups == [[0, 1, 2], [3, 6], [7, 8]])
        #expect(found.scores[0] == 0 && found.scores[7] == 0 && found.scores[4] == 1 && found.scores[2] > 0)
        #expect(NearDuplicates(texts: texts, similarity: 1, threads: 4).groups == [[0, 1], [7, 8]])
        #expect(NearDuplicates(texts: []).groups.isEmpty)
    }
}
