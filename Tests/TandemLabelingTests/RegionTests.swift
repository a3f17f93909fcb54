import TandemNumerics
import Testing

@testable import TandemLabeling

@Suite struct RegionTests {
    private func span(_ start: Int, _ end: Int) throws -> TextSpan { try #require(TextSpan(start: start, end: end)) }

    private func box(_ x: Double, _ y: Double, _ width: Double, _ height: Double) throws -> Box {
        try #require(Box(x: x, y: y, width: width, height: height))
    }

    @Test func `overlap is what is shared over what either holds`() throws {
        #expect(try span(0, 10).intersectionOverUnion(span(5, 15)) == 1.0 / 3)
        #expect(try span(0, 5).intersectionOverUnion(span(5, 9)) == 0)
        #expect(try box(0, 0, 2, 2).intersectionOverUnion(box(1, 1, 2, 2)) == 1.0 / 7)
        #expect(try box(0, 0, 1, 1).intersectionOverUnion(box(2, 0, 1, 1)) == 0)
        #expect(TextSpan(start: 4, end: 4) == nil && TextSpan(start: -1, end: 2) == nil)
        #expect(Box(x: 0, y: 0, width: 0, height: 1) == nil && Box(x: .nan, y: 0, width: 1, height: 1) == nil)
    }

    @Test func `what most workers marked is accepted at the median of its edges`() throws {
        let markings = try [
            (0, span(0, 10), 0), (1, span(1, 10), 0), (2, span(1, 12), 1), (0, span(20, 25), 0), (2, span(40, 44), 1),
        ].map { Marking(task: 0, worker: $0.0, place: $0.1, label: $0.2) }
        let outcome = RegionConsensus().outcome(markings, judged: [[0, 1, 2]], workerCount: 3)
        #expect(outcome.clusters.count == 3 && outcome.accepted.count == 1)
        let one = outcome.accepted[0]
        #expect(try one.place == span(1, 10) && one.label == 0 && one.votes == 3 && one.labelVotes == 2)
        #expect(one.support == 1)
        let half = RegionConsensus(quorum: 0.3).outcome(markings, judged: [[0, 1, 2]], workerCount: 3)
        #expect(half.accepted.count == 3)
    }

    @Test func `workers who marked nothing vote against`() throws {
        let markings = try [0, 1].map { Marking(task: 0, worker: $0, place: try span(0, 4), label: 0) }
        #expect(RegionConsensus().outcome(markings, judged: [[0, 1, 2, 3]], workerCount: 4).accepted.isEmpty)
        #expect(RegionConsensus().outcome(markings, judged: [[0, 1, 2]], workerCount: 3).accepted.count == 1)
    }

    @Test func `a worker counts once a cluster, however often one thing is marked`() throws {
        let markings = try [(0, span(0, 10)), (0, span(0, 9)), (0, span(0, 11)), (1, span(0, 10))].map {
            Marking(task: 0, worker: $0.0, place: $0.1, label: 0)
        }
        let outcome = RegionConsensus().outcome(markings + [markings[0]], judged: [[0, 1, 2]], workerCount: 3)
        #expect(outcome.clusters.allSatisfy { $0.votes <= 2 })
        #expect(outcome.accepted.count == 1 && outcome.accepted[0].votes == 2)
    }

    @Test func `the order of markings changes nothing`() throws {
        var random = SplitMix64(seed: 8)
        var markings: [Marking<Box>] = []
        for task in 0..<6 {
            for thing in 0..<4 {
                for worker in 0..<4 {
                    let place = try box(
                        Double(thing) * 12 + 3 * random.uniform(), 3 * random.uniform(), 9 + 3 * random.uniform(), 10)
                    markings.append(Marking(task: task, worker: worker, place: place, label: random.below(2)))
                }
            }
        }
        let judged = [Set<Int>](repeating: [0, 1, 2, 3], count: 6)
        for center in RegionCenter.allCases {
            let method = RegionConsensus(center: center)
            let first = method.outcome(markings, judged: judged, workerCount: 4)
            random.shuffle(&markings)
            #expect(method.outcome(markings, judged: judged, workerCount: 4) == first)
            #expect(first.accepted.count >= 20)
        }
    }

    @Test func `weighted boxes lean to the workers who agree with others`() throws {
        var random = SplitMix64(seed: 4)
        var markings: [Marking<Box>] = []
        var truth: [Box] = []
        for task in 0..<60 {
            truth.append(try box(10, 10, 20, 20))
            for worker in 0..<4 {
                let spread = worker == 3 ? 7.0 : 1.0
                let place = try box(
                    10 + spread * random.normal(), 10 + spread * random.normal(), 20, 20)
                markings.append(Marking(task: task, worker: worker, place: place, label: 0))
            }
        }
        let judged = [Set<Int>](repeating: [0, 1, 2, 3], count: 60)
        func quality(_ center: RegionCenter) -> Double {
            let found = RegionConsensus(overlap: 0.1, center: center).outcome(markings, judged: judged, workerCount: 4)
            return found.accepted.reduce(0) { $0 + $1.place.intersectionOverUnion(truth[$1.task]) }
                / Double(found.accepted.count)
        }
        #expect(quality(.median) > quality(.mean) && quality(.weighted) >= quality(.mean))
        let outcome = RegionConsensus().outcome(markings, judged: judged, workerCount: 4)
        #expect(outcome.workerAgreement[0] > outcome.workerAgreement[3])
    }

    @Test func `agreement of two workers is the F score of one by the other`() throws {
        let first = try [span(0, 10), span(20, 30), span(50, 60)].map {
            Marking(task: 0, worker: 0, place: $0, label: 0)
        }
        let second = try [(span(0, 9), 0), (span(20, 30), 1)].map {
            Marking(task: 0, worker: 1, place: $0.0, label: $0.1)
        }
        let measure = RegionAgreement()
        #expect(measure.score(first, second) == 2.0 / 5 && measure.score(second, first) == 2.0 / 5)
        #expect(measure.score(first, first.map { Marking(task: 0, worker: 1, place: $0.place, label: 0) }) == 1)
        #expect(measure.score([Marking<TextSpan>](), []) == 1 && measure.score(first, []) == 0)
    }

    @Test func `nobody, one worker and nothing marked come to nothing wrong`() throws {
        let none = RegionConsensus().outcome([Marking<Box>](), judged: [], workerCount: 0)
        #expect(none.clusters.isEmpty && none.taskAgreement.isEmpty)
        let alone = RegionConsensus(center: .weighted).outcome(
            [Marking(task: 0, worker: 0, place: try span(2, 3), label: 5)], judged: [[0]], workerCount: 1)
        #expect(alone.accepted.count == 1 && alone.workerAgreement[0].isNaN && alone.taskAgreement[0].isNaN)
    }
}
