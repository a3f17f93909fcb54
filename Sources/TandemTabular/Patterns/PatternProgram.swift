/// A regular expression as a nondeterministic automaton.
struct PatternProgram: Sendable, Hashable {
    /// A step of the automaton.
    enum Step: Sendable, Hashable {
        /// Takes a scalar of the set with this number and goes on.
        case take(set: Int, next: Int)
        /// Goes on at both.
        case split(Int, Int)
        /// Goes on where the place fits.
        case place(PatternPlace, next: Int)
        /// Found.
        case found
    }

    private(set) var steps: [Step] = [.found]
    private(set) var sets: [ScalarSet] = []
    private(set) var start = 0
    /// Whether a place between words is asked for, so that words have to be told from the rest.
    private(set) var asksForBorders = false
    private var numbers: [ScalarSet: Int] = [:]

    /// Most steps of an automaton.
    private static let mostSteps = 100_000

    /// Builds the automaton from behind, so that every step knows where it goes on.
    init(_ node: PatternNode) throws(PatternError) {
        start = try append(node, then: 0)
        numbers = [:]
    }

    private mutating func append(_ node: PatternNode, then next: Int) throws(PatternError) -> Int {
        switch node {
        case .one(let set): return try add(.take(set: number(of: set), next: next))
        case .place(let place):
            if place == .border || place == .noBorder { asksForBorders = true }
            return try add(.place(place, next: next))
        case .sequence(let parts):
            var next = next
            for part in parts.reversed() { next = try append(part, then: next) }
            return next
        case .any(let choices):
            var entry = try append(choices[choices.count - 1], then: next)
            for choice in choices.dropLast().reversed() {
                entry = try add(.split(append(choice, then: next), entry))
            }
            return entry
        case .times(let part, let least, let most): return try append(part, least: least, most: most, then: next)
        }
    }

    private mutating func append(
        _ part: PatternNode, least: Int, most: Int?, then next: Int
    ) throws(PatternError) -> Int {
        var entry = next
        if let most {
            for _ in 0..<(most - least) { entry = try add(.split(append(part, then: entry), next)) }
        } else {
            let loop = try add(.split(next, next))
            steps[loop] = .split(try append(part, then: loop), next)
            entry = loop
        }
        for _ in 0..<least { entry = try append(part, then: entry) }
        return entry
    }

    private mutating func number(of set: ScalarSet) -> Int {
        if let known = numbers[set] { return known }
        numbers[set] = sets.count
        sets.append(set)
        return sets.count - 1
    }

    private mutating func add(_ step: Step) throws(PatternError) -> Int {
        guard steps.count < Self.mostSteps else {
            throw PatternError(
                column: 1, "The expression is too large: counts multiply. Use smaller counts or fewer words.")
        }
        steps.append(step)
        return steps.count - 1
    }
}
