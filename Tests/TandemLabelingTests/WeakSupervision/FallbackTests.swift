import TandemLabeling
import TandemNumerics
import Testing

@Suite struct FallbackTests {
    private func labels(
        _ columns: [[Int16]], labels count: Int = 2, _ method: WeakSupervision.Method = .auto
    ) throws -> WeakLabels {
        let votes = try FunctionVotes(
            functions: columns.indices.map { "f\($0)" }, labels: (0..<count).map { "l\($0)" }, columns: columns)
        return try WeakSupervision(method: method).labels(of: votes)
    }

    @Test func `two functions, one label, little overlap and no votes fall back to the majority and say why`() throws {
        let two = try labels([[Int16](repeating: 0, count: 100), [Int16](repeating: 1, count: 100)])
        #expect(two.fallback == .tooFewFunctions(2) && two.model == nil)
        let one = try labels([[Int16]](repeating: [Int16](repeating: 0, count: 100), count: 3))
        #expect(one.fallback == .oneLabel)
        let few = try labels([[0, 1, -1, 0], [0, 1, 1, -1], [1, -1, 1, 0]])
        #expect(few.fallback == .tooLittleOverlap(4) && few.fallback?.sentence.contains("only 4 tasks") == true)
        let none = try labels([[-1, -1], [-1, -1], [-1, -1]])
        #expect(none.fallback == .noVotes && none.label(of: 0) == nil && none.probabilities == [0.5, 0.5, 0.5, 0.5])
        let empty = try labels([[], [], []])
        #expect(empty.fallback == .noVotes && empty.taskCount == 0 && empty.conflicts().isEmpty)
    }

    @Test func `the majority has shares of votes as probabilities, and no label on a tie`() throws {
        let majority = try labels([[0, 0, -1], [0, 1, -1], [1, -1, 2]], labels: 3)
        #expect(majority.probabilities[0..<3].map { ($0 * 3).rounded() } == [2, 1, 0])
        #expect(majority.label(of: 0) == 0 && majority.label(of: 1) == nil && majority.label(of: 2) == 2)
        #expect(majority.conflicts() == [1, 0])
    }

    @Test func `a model that overturns what functions agree on is not believed`() throws {
        // Two groups that never agree with each other across groups: whoever is larger calls the other wrong.
        var random = SplitMix64(seed: 4)
        var columns = [[Int16]](repeating: [], count: 6)
        for _ in 0..<3_000 {
            let group = random.below(4) == 0 ? 0 : 1
            for function in 0..<6 {
                let belongs = function < 2 ? group == 0 : group == 1
                columns[function].append(
                    belongs && random.below(5) > 0 ? (function < 2 ? 0 : 1) : random.below(8) == 0 ? 1 : -1)
            }
        }
        let free = try labels(columns, labels: 2, .labelModel)
        let careful = try labels(columns)
        #expect((careful.fallback == nil) == (free.fallback == nil))
        if case .overturnsUnanimity(let share)? = careful.fallback {
            #expect(share > 0.1 && careful.model == nil && free.model != nil)
        }
    }

    @Test func `coverage, overlaps and conflicts are counted as Snorkel counts them`() throws {
        let result = try labels([[0, 0, -1, 1], [0, 1, -1, -1], [-1, 1, 0, -1]])
        let overview = result.overview
        #expect(overview.functions.map(\.covered) == [3, 2, 2])
        #expect(overview.functions.map(\.overlaps) == [2, 2, 1])
        #expect(overview.functions.map(\.conflicts) == [1, 1, 1])
        #expect(
            overview.covered == 4 && overview.overlaps == 2 && overview.conflicts == 1 && overview.density == 7.0 / 4)
    }

    @Test func `a hundred labels and functions that hardly vote are no trouble`() throws {
        var random = SplitMix64(seed: 2)
        var columns = [[Int16]](repeating: [Int16](repeating: -1, count: 3_000), count: 150)
        var truth: [Int16] = []
        for task in 0..<3_000 {
            truth.append(Int16(random.below(100)))
            for _ in 0..<5 {
                columns[random.below(150)][task] = random.below(10) < 7 ? truth[task] : Int16(random.below(100))
            }
        }
        let result = try labels(columns, labels: 100)
        let right = (0..<3_000).count { result.label(of: $0) == Int(truth[$0]) }
        #expect(result.fallback == nil && right > 2_700, "\(right)")
    }

    @Test func `votes that do not fit together are refused with a sentence`() {
        #expect(throws: FunctionVotesError.noFunctions) {
            try FunctionVotes(functions: [], labels: ["a", "b"], columns: [])
        }
        #expect(throws: FunctionVotesError.tooFewLabels(1)) {
            try FunctionVotes(functions: ["f"], labels: ["a"], columns: [[0]])
        }
        #expect(throws: FunctionVotesError.unevenColumns) {
            try FunctionVotes(functions: ["f", "g"], labels: ["a", "b"], columns: [[0], [0, 1]])
        }
        #expect(throws: FunctionVotesError.functionTwice("f")) {
            try FunctionVotes(functions: ["f", "f"], labels: ["a", "b"], columns: [[0], [1]])
        }
        #expect(throws: FunctionVotesError.labelOutOfRange(function: "f")) {
            try FunctionVotes(functions: ["f"], labels: ["a", "b"], columns: [[2]])
        }
    }
}
