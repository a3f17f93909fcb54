/// One instruction of an expression in postfix order: it takes its operands from a stack and puts its answer there.
///
/// There is no tree to walk: evaluating is a loop, however an expression is nested.
enum ExpressionStep: Sendable, Hashable {
    /// A value that is written in the expression.
    case value(ExpressionValue)
    /// The column with this place in the expression's list.
    case column(Int)
    /// Two values compared.
    case compare(ExpressionComparison)
    /// Equal to one of several values.
    case among([ExpressionValue])
    /// Two numbers calculated with.
    case calculate(ExpressionArithmetic)
    /// A number with the other sign.
    case negate
    /// One text within another, ignoring case.
    case search(TextPosition)
    /// A text in which a pattern is found.
    case matches(Pattern)
    /// Whether there is no value.
    case isMissing
    /// A function of a text.
    case function(ExpressionFunction)
    /// Kleene's three connectives.
    case not, and, or
}

/// How two values are compared.
enum ExpressionComparison: String, Sendable, Hashable, CaseIterable {
    case equal = "="
    case different = "!="
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="

    /// Whether only numbers and text can be compared so.
    var isOrder: Bool { self != .equal && self != .different }

    @inline(__always)
    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .different: left != right
        case .less: left < right
        case .atMost: left <= right
        case .more: left > right
        case .atLeast: left >= right
        }
    }

    /// Nil where a value is missing or the types differ.
    func holds(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool? {
        switch (left, right) {
        case (.number(let left), .number(let right)): holds(left, right)
        case (.text(let left), .text(let right)): holds(left, right)
        case (.flag(let left), .flag(let right)) where !isOrder: (left == right) == (self == .equal)
        default: nil
        }
    }
}

/// How two numbers are calculated with.
enum ExpressionArithmetic: String, Sendable, Hashable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case remainder = "%"

    /// Not finite where there is no answer, as after a division by zero.
    @inline(__always)
    func result(_ left: Double, _ right: Double) -> Double {
        switch self {
        case .plus: left + right
        case .minus: left - right
        case .times: left * right
        case .over: right == 0 ? .nan : left / right
        case .remainder: right == 0 ? .nan : left.truncatingRemainder(dividingBy: right)
        }
    }
}

/// A function of a text.
enum ExpressionFunction: String, Sendable, Hashable, CaseIterable {
    /// Number of Unicode scalars.
    case length
    /// Number of pieces between white space.
    case words
    /// The text in lower case.
    case lower

    var answer: ExpressionType { self == .lower ? .text : .number }

    func result(_ text: String) -> ExpressionValue {
        switch self {
        case .length: .number(Double(text.unicodeScalars.count))
        case .words: .number(Double(Self.wordCount(text)))
        case .lower: .text(text.lowercased())
        }
    }

    static func wordCount(_ text: String) -> Int {
        var count = 0
        var isInside = false
        for scalar in text.unicodeScalars {
            let isSpace = scalar.value < 0x80 ? isASCIISpace(scalar.value) : scalar.properties.isWhitespace
            if !isSpace, !isInside { count += 1 }
            isInside = !isSpace
        }
        return count
    }

    private static func isASCIISpace(_ value: UInt32) -> Bool { value == 0x20 || (value >= 0x09 && value <= 0x0D) }
}
