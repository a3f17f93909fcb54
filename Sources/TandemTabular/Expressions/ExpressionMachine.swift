/// Runs an expression's steps over many rows at once: every step is one loop over a piece of a column.
struct ExpressionMachine {
    /// Rows worked through at once.
    static let piece = 1_024

    /// The values of a part of the expression in the rows at hand.
    enum Vector {
        /// The same value in every row.
        case constant(ExpressionValue)
        /// Numbers; NaN where missing.
        case numbers([Double])
        /// Texts; empty where missing.
        case texts([String])
        /// 1 true, 0 false, −1 where that cannot be said.
        case flags([Int8])
    }

    private let steps: [ExpressionStep]
    /// For each step that looks for a pattern, its matcher.
    private var matchers: [Int: PatternMatcher] = [:]

    init(_ expression: Expression) {
        steps = expression.steps
        for (place, step) in steps.enumerated() {
            if case .matches(let pattern) = step { matchers[place] = PatternMatcher(pattern) }
        }
    }

    mutating func holds(rows: Range<Int>, _ columns: [ExpressionColumn?]) -> [Int8] {
        var stack: [Vector] = []
        for (place, step) in steps.enumerated() {
            switch step {
            case .value(let value): stack.append(.constant(value))
            case .column(let column): stack.append(Self.slice(columns[column], rows))
            case .and, .or, .compare, .calculate, .search:
                guard let right = stack.popLast(), let left = stack.popLast() else { continue }
                stack.append(Self.binary(step, left, right, rows.count))
            case .matches:
                guard let operand = stack.popLast() else { continue }
                stack.append(matches(place, operand, rows.count))
            default:
                guard let operand = stack.popLast() else { continue }
                stack.append(Self.unary(step, operand, rows.count))
            }
        }
        return Self.flags(stack.last ?? .constant(.missing), rows.count)
    }

    private static func slice(_ column: ExpressionColumn?, _ rows: Range<Int>) -> Vector {
        switch column {
        case nil: .constant(.missing)
        case .numbers(let values)?: .numbers(Array(values[rows]))
        case .texts(let values)?: .texts(Array(values[rows]))
        case .flags(let values)?: .flags(Array(values[rows]))
        }
    }

    // MARK: Steps with two operands

    private static func binary(_ step: ExpressionStep, _ left: Vector, _ right: Vector, _ count: Int) -> Vector {
        switch step {
        case .and: return .flags(connected(flags(left, count), flags(right, count), decisive: 0))
        case .or: return .flags(connected(flags(left, count), flags(right, count), decisive: 1))
        case .compare(let comparison): return .flags(compared(comparison, left, right, count))
        case .calculate(let operation):
            let (left, right) = (numbers(left, count), numbers(right, count))
            return .numbers(
                (0..<count).map { row in
                    let result = operation.result(left[row], right[row])
                    return result.isFinite ? result : .nan
                })
        case .search(let position): return .flags(searched(position, left, right, count))
        default: return .constant(.missing)
        }
    }

    /// Kleene's logic: the decisive value wins, else what cannot be said.
    private static func connected(_ left: [Int8], _ right: [Int8], decisive: Int8) -> [Int8] {
        zip(left, right).map { one, other in
            one == decisive || other == decisive ? decisive : one < 0 || other < 0 ? -1 : 1 - decisive
        }
    }

    private static func compared(
        _ comparison: ExpressionComparison, _ left: Vector, _ right: Vector, _ count: Int
    ) -> [Int8] {
        switch (kind(left), kind(right)) {
        case (.number?, .number?):
            let (left, right) = (numbers(left, count), numbers(right, count))
            return (0..<count).map { row in
                left[row].isNaN || right[row].isNaN ? -1 : comparison.holds(left[row], right[row]) ? 1 : 0
            }
        case (.text?, .text?):
            // An empty text in a column is a missing one; an empty text in the expression is not.
            let (leftMay, rightMay) = (isColumn(left), isColumn(right))
            let (left, right) = (texts(left, count), texts(right, count))
            return (0..<count).map { row in
                (leftMay && left[row].isEmpty) || (rightMay && right[row].isEmpty)
                    ? -1 : comparison.holds(left[row], right[row]) ? 1 : 0
            }
        case (.flag?, .flag?) where !comparison.isOrder:
            return zip(flags(left, count), flags(right, count)).map { one, other in
                one < 0 || other < 0 ? -1 : (one == other) == (comparison == .equal) ? 1 : 0
            }
        default: return [Int8](repeating: -1, count: count)
        }
    }

    private static func searched(_ position: TextPosition, _ left: Vector, _ right: Vector, _ count: Int) -> [Int8] {
        guard kind(left) == .text, kind(right) == .text else { return [Int8](repeating: -1, count: count) }
        let texts = texts(left, count)
        if case .constant(.text(let part)) = right {
            let search = TextSearch(part, position)
            return texts.map { $0.isEmpty ? -1 : search.isFound(in: $0) ? 1 : 0 }
        }
        return zip(texts, Self.texts(right, count)).map { text, part in
            text.isEmpty || part.isEmpty ? -1 : TextSearch(part, position).isFound(in: text) ? 1 : 0
        }
    }

    // MARK: Steps with one operand

    private mutating func matches(_ place: Int, _ operand: Vector, _ count: Int) -> Vector {
        guard Self.kind(operand) == .text, var matcher = matchers[place] else { return .constant(.missing) }
        matchers[place] = nil  // so that it is not copied
        var answers: [Int8] = []
        answers.reserveCapacity(count)
        for text in Self.texts(operand, count) {
            answers.append(text.isEmpty ? -1 : matcher.isFound(in: text) ? 1 : 0)
        }
        matchers[place] = matcher
        return .flags(answers)
    }

    private static func unary(_ step: ExpressionStep, _ operand: Vector, _ count: Int) -> Vector {
        switch step {
        case .not: return .flags(flags(operand, count).map { $0 < 0 ? -1 : 1 - $0 })
        case .negate: return .numbers(numbers(operand, count).map { -$0 })
        case .isMissing: return .flags(missing(operand, count))
        case .among(let values): return .flags(among(values, operand, count))
        case .function(let function):
            guard kind(operand) == .text else { return .constant(.missing) }
            let texts = texts(operand, count)
            if function == .lower { return .texts(texts.map { $0.lowercased() }) }
            return .numbers(texts.map { $0.isEmpty ? .nan : function.result($0).number ?? .nan })
        default: return .constant(.missing)
        }
    }

    private static func missing(_ operand: Vector, _ count: Int) -> [Int8] {
        switch operand {
        case .constant(let value): [Int8](repeating: value == .missing ? 1 : 0, count: count)
        case .numbers(let values): values.map { $0.isNaN ? 1 : 0 }
        case .texts(let values): values.map { $0.isEmpty ? 1 : 0 }
        case .flags(let values): values.map { $0 < 0 ? 1 : 0 }
        }
    }

    private static func among(_ values: [ExpressionValue], _ operand: Vector, _ count: Int) -> [Int8] {
        switch operand {
        case .texts(let texts):
            let wanted = Set(values.compactMap(\.text))
            guard !wanted.isEmpty else { return [Int8](repeating: -1, count: count) }
            return texts.map { $0.isEmpty ? -1 : wanted.contains($0) ? 1 : 0 }
        case .numbers(let numbers):
            let wanted = Set(values.compactMap(\.number))
            guard !wanted.isEmpty else { return [Int8](repeating: -1, count: count) }
            return numbers.map { $0.isNaN ? -1 : wanted.contains($0) ? 1 : 0 }
        case .flags(let flags):
            return flags.map { flag in
                ExpressionStep.isAmong(flag < 0 ? .missing : .flag(flag == 1), values).map { $0 ? 1 : 0 } ?? -1
            }
        case .constant(let value):
            let answer: Int8 = ExpressionStep.isAmong(value, values).map { $0 ? 1 : 0 } ?? -1
            return [Int8](repeating: answer, count: count)
        }
    }
}

extension ExpressionMachine {
    private static func kind(_ vector: Vector) -> ExpressionType? {
        switch vector {
        case .numbers, .constant(.number): .number
        case .texts, .constant(.text): .text
        case .flags, .constant(.flag): .flag
        case .constant: nil
        }
    }

    private static func isColumn(_ vector: Vector) -> Bool { if case .texts = vector { true } else { false } }

    private static func numbers(_ vector: Vector, _ count: Int) -> [Double] {
        if case .numbers(let values) = vector { return values }
        if case .constant(.number(let number)) = vector { return [Double](repeating: number, count: count) }
        return [Double](repeating: .nan, count: count)
    }

    private static func texts(_ vector: Vector, _ count: Int) -> [String] {
        if case .texts(let values) = vector { return values }
        if case .constant(.text(let text)) = vector { return [String](repeating: text, count: count) }
        return [String](repeating: "", count: count)
    }

    private static func flags(_ vector: Vector, _ count: Int) -> [Int8] {
        if case .flags(let values) = vector { return values }
        if case .constant(.flag(let flag)) = vector { return [Int8](repeating: flag ? 1 : 0, count: count) }
        return [Int8](repeating: -1, count: count)
    }
}
