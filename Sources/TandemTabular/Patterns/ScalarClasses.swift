/// Groups scalars that a pattern cannot tell apart, so that the table of states stays small.
struct ScalarClasses: Sendable {
    /// For each class the sets it belongs to, by number.
    private(set) var members: [[Bool]] = []
    /// For each class whether its scalars belong to words; only told apart where the pattern asks.
    private(set) var isWord: [Bool] = []
    /// The class of each ASCII scalar.
    private(set) var ascii: [Int] = []
    private var numbers: [[Bool]: Int] = [:]
    private var known: [UInt32: Int] = [:]

    init(_ program: PatternProgram) {
        ascii = (0..<128).map { value in classify(Unicode.Scalar(UInt8(value)), program) }
    }

    /// The class of a scalar beyond ASCII.
    mutating func number(of scalar: Unicode.Scalar, _ program: PatternProgram) -> Int {
        if let number = known[scalar.value] { return number }
        let number = classify(scalar, program)
        if known.count < 65_536 { known[scalar.value] = number }
        return number
    }

    private mutating func classify(_ scalar: Unicode.Scalar, _ program: PatternProgram) -> Int {
        let belongsToWord = program.asksForBorders && ScalarSet.isWord(scalar)
        let signature = program.sets.map { $0.contains(scalar) } + [belongsToWord]
        if let number = numbers[signature] { return number }
        numbers[signature] = members.count
        members.append(signature)
        isWord.append(belongsToWord)
        return members.count - 1
    }
}
