/// The deterministic states that a search has met, at most so many; beyond that it starts to remember anew.
struct PatternStates: Sendable {
    /// The pattern was found: nothing that follows matters.
    static let found = -2
    private static let unknown = -1
    /// Most entries of the table, each of eight bytes.
    private static let mostEntries = 1 << 18

    /// A set of automaton steps to go on from, and what stands before.
    private struct Key: Hashable {
        let steps: [Int32]
        let isStart: Bool
        let afterWord: Bool
    }

    /// Number of the state in which a search begins.
    let first = 0
    private var keys: [Key] = []
    private var places: [Key: Int] = [:]
    private var table: [Int] = []
    /// For each state whether the pattern is found when the text ends there; −1 until that is known.
    private var ends: [Int8] = []
    /// Room for classes in a row of the table.
    private var width = 64
    private var seen: [Int32]
    private var round: Int32 = 0

    init(_ program: PatternProgram) {
        seen = [Int32](repeating: 0, count: program.steps.count)
        _ = add(Key(steps: [Int32(program.start)], isStart: true, afterWord: false))
    }

    /// The state after a scalar of class `kind`; negative when it is settled or not known.
    @inline(__always)
    func next(_ state: Int, _ kind: Int) -> Int { kind < width ? table[state * width + kind] : Self.unknown }

    /// Works out the state after a scalar of class `kind`, and remembers it.
    mutating func work(
        out state: Int, _ kind: Int, _ classes: ScalarClasses, _ program: PatternProgram
    ) -> Int {
        let known = next(state, kind)
        if known == Self.found { return known }
        let key = keys[state]
        let beforeWord = classes.isWord[kind]
        guard let ready = reach(key, isEnd: false, beforeWord: beforeWord, program) else {
            return remember(Self.found, state, kind)
        }
        let members = classes.members[kind]
        var steps: [Int32] = []
        for place in ready {
            if case .take(let set, let next) = program.steps[Int(place)], members[set] { steps.append(Int32(next)) }
        }
        steps.append(Int32(program.start))  // the search may begin at any place
        let following = Key(steps: Array(Set(steps)).sorted(), isStart: false, afterWord: beforeWord)
        let isKnown = places[following] != nil
        if kind >= width || (!isKnown && (keys.count + 1) * width > Self.mostEntries) {
            forget(widthFor: kind)
            return add(following)
        }
        return remember(places[following] ?? add(following), state, kind)
    }

    /// Whether the pattern is found when the text ends in this state.
    mutating func isFoundAtEnd(_ state: Int, _ program: PatternProgram) -> Bool {
        if ends[state] >= 0 { return ends[state] == 1 }
        let isFound = reach(keys[state], isEnd: true, beforeWord: false, program) == nil
        ends[state] = isFound ? 1 : 0
        return isFound
    }

    /// The taking steps that are reached without taking anything; nil when the pattern is found.
    private mutating func reach(_ key: Key, isEnd: Bool, beforeWord: Bool, _ program: PatternProgram) -> [Int32]? {
        round += 1
        var ready: [Int32] = []
        var open = key.steps
        while let place = open.popLast() {
            if seen[Int(place)] == round { continue }
            seen[Int(place)] = round
            switch program.steps[Int(place)] {
            case .found: return nil
            case .take: ready.append(place)
            case .split(let one, let other):
                open.append(Int32(one))
                open.append(Int32(other))
            case .place(let condition, let next):
                let holds = condition.holds(
                    isStart: key.isStart, afterWord: key.afterWord, isEnd: isEnd, beforeWord: beforeWord)
                if holds { open.append(Int32(next)) }
            }
        }
        return ready
    }

    private mutating func remember(_ next: Int, _ state: Int, _ kind: Int) -> Int {
        if kind < width { table[state * width + kind] = next }
        return next
    }

    private mutating func add(_ key: Key) -> Int {
        keys.append(key)
        places[key] = keys.count - 1
        ends.append(-1)
        table.append(contentsOf: repeatElement(Self.unknown, count: width))
        return keys.count - 1
    }

    /// Keeps the first state only, with room for class `kind`.
    private mutating func forget(widthFor kind: Int) {
        while width <= kind { width *= 2 }
        let start = keys[first]
        keys = []
        places = [:]
        table = []
        ends = []
        _ = add(start)
    }
}
