/// Reads an expression and writes its steps in postfix order, checking types on the way.
///
/// What follows the condition, such as `-> human` in a routing rule, is left to the caller.
public struct ExpressionParser {
    private let source: String
    let tokens: [ExpressionToken]
    let available: ExpressionColumns
    var place = 0
    private var depth = 0
    var steps: [ExpressionStep] = []
    var columns: [String] = []
    var types: [ExpressionType?] = []

    /// Deeper nesting is refused rather than risking the stack.
    static let deepest = 50

    /// Cuts the text into pieces; throws `ExpressionError` where that fails.
    public init(_ source: String, columns: ExpressionColumns) throws(ExpressionError) {
        var lexer = ExpressionLexer(source)
        self.source = source
        tokens = try lexer.tokens()
        available = columns
    }

    /// The words of the text: keywords and names, unless they stand in quotes.
    public var names: [String] {
        tokens.compactMap { if case .word(let word) = $0.kind { word } else { nil } }
    }

    /// The piece at hand.
    public var token: ExpressionToken { tokens[place] }

    /// Goes on to the next piece.
    public mutating func advance() { if place + 1 < tokens.count { place += 1 } }

    /// Takes a keyword, in upper or lower case, if it stands here.
    public mutating func takeWord(_ expected: String) -> Bool {
        guard case .word(let word) = token.kind, word.lowercased() == expected else { return false }
        advance()
        return true
    }

    /// Takes a sign if it stands here.
    public mutating func takeSymbol(_ expected: String) -> Bool {
        guard token.kind == .symbol(expected) else { return false }
        advance()
        return true
    }

    /// An error at the piece at hand.
    public func error(_ message: String) -> ExpressionError { ExpressionError(column: token.column, message) }

    /// Reads the condition that stands here.
    public mutating func condition() throws(ExpressionError) -> Expression {
        let operand = try disjunction()
        try requireTruth(operand)
        return Expression(source: source, columns: columns, columnTypes: types, steps: steps)
    }

    // MARK: Logic

    mutating func disjunction() throws(ExpressionError) -> Operand {
        try connected("or", "||", .or) { parser throws(ExpressionError) in try parser.conjunction() }
    }

    mutating func conjunction() throws(ExpressionError) -> Operand {
        try connected("and", "&&", .and) { parser throws(ExpressionError) in try parser.negation() }
    }

    mutating func connected(
        _ word: String, _ symbol: String, _ step: ExpressionStep,
        _ part: (inout ExpressionParser) throws(ExpressionError) -> Operand
    ) throws(ExpressionError) -> Operand {
        var left = try part(&self)
        while stands(word) || token.kind == .symbol(symbol) {
            try requireTruth(left)
            advance()
            let right = try part(&self)
            try requireTruth(right)
            steps.append(step)
            left = Operand(type: .flag, place: left.place, shown: "the condition")
        }
        return left
    }

    private func stands(_ word: String) -> Bool {
        if case .word(let next) = token.kind { next.lowercased() == word } else { false }
    }

    mutating func negation() throws(ExpressionError) -> Operand {
        try nested { parser throws(ExpressionError) in
            let start = parser.token.column
            guard parser.takeWord("not") else { return try parser.comparison() }
            let operand = try parser.negation()
            try parser.requireTruth(operand)
            parser.steps.append(.not)
            return Operand(type: .flag, place: start, shown: "the condition")
        }
    }

    mutating func nested(
        _ body: (inout ExpressionParser) throws(ExpressionError) -> Operand
    ) throws(ExpressionError) -> Operand {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw error("The rule is nested more than \(Self.deepest) deep.") }
        return try body(&self)
    }

    mutating func requireTruth(_ operand: Operand) throws(ExpressionError) {
        guard operand.type == nil || operand.type == .flag else {
            throw error(
                "Expected a comparison (= != < <= > >=, in, contains, starts_with, ends_with, matches, is missing), but "
                    + "here stands \(token.shown).")
        }
        try demand(.flag, of: operand)
    }
}

extension ExpressionParser {
    /// A part that was read: its type, where it starts, how messages name it, and its column if it is just that.
    struct Operand {
        let type: ExpressionType?
        let place: Int
        let shown: String
        var column: Int?
    }

    /// Both sides have one type, as far as types are known.
    mutating func agree(_ left: Operand, _ right: Operand) throws(ExpressionError) {
        guard let one = left.type else {
            if let other = right.type { try demand(other, of: left) }
            return
        }
        guard let other = right.type else { return try demand(one, of: right) }
        guard one == other else {
            let said =
                left.column == nil ? "\(left.shown) is a \(one.rawValue)" : "\(left.shown) holds a \(one.rawValue)"
            throw ExpressionError(
                column: right.place,
                "\(said.prefix(1).uppercased())\(said.dropFirst()), but \(right.shown) is a \(other.rawValue).")
        }
    }

    /// Remembers the type that a column of unknown type is used as.
    mutating func demand(_ type: ExpressionType, of operand: Operand) throws(ExpressionError) {
        guard case .inferred = available, operand.type == nil, let column = operand.column else { return }
        if let earlier = types[column], earlier != type {
            throw ExpressionError(
                column: operand.place,
                "\(operand.shown) is used as a \(type.rawValue) here, but as a \(earlier.rawValue) before.")
        }
        types[column] = type
    }
}
