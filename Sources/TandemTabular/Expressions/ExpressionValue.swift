/// The type of a column, or of a part of an expression.
public enum ExpressionType: String, Sendable, Hashable, CaseIterable {
    /// Numbers, and times as seconds since 1970.
    case number
    /// Text and categories.
    case text
    /// True or false.
    case flag
}

/// A value that an expression works with.
public enum ExpressionValue: Sendable, Hashable {
    /// There is no value, or it cannot be said.
    case missing
    /// A finite number.
    case number(Double)
    /// Text.
    case text(String)
    /// True or false.
    case flag(Bool)
    /// Something that is there but that expressions cannot use, such as a list.
    case other

    /// What a JSON value is to an expression; `null` is missing, lists and objects are ``other``.
    public init(_ json: JSONValue?) {
        switch json {
        case nil, .null?: self = .missing
        case .number(let number)?: self = number.isFinite ? .number(number) : .missing
        case .string(let text)?: self = .text(text)
        case .bool(let flag)?: self = .flag(flag)
        case .array?, .object?: self = .other
        }
    }

    /// A truth value, or missing where it cannot be said.
    init(_ truth: Bool?) { self = truth.map(ExpressionValue.flag) ?? .missing }

    /// A number, or missing where it is not finite.
    init(finite number: Double) { self = number.isFinite ? .number(number) : .missing }

    /// The truth value, or nil.
    var truth: Bool? { if case .flag(let flag) = self { flag } else { nil } }

    /// The number, or nil.
    var number: Double? { if case .number(let number) = self { number } else { nil } }

    /// The text, or nil.
    var text: String? { if case .text(let text) = self { text } else { nil } }
}

/// Which columns an expression may speak of.
public enum ExpressionColumns: Sendable, Hashable {
    /// Any: neither names nor types are checked.
    case any
    /// These with their types; both are checked.
    case typed([String: ExpressionType])
    /// Any; the types of these are checked.
    case open([String: ExpressionType])
    /// Any; their types are told by how the expression uses them, and must not contradict each other.
    case inferred

    var names: [String] { if case .typed(let types) = self { types.keys.sorted() } else { [] } }

    func holds(_ name: String) -> Bool {
        if case .typed(let types) = self { types[name] != nil } else { true }
    }

    func type(of name: String) -> ExpressionType? {
        switch self {
        case .typed(let types), .open(let types): types[name]
        case .any, .inferred: nil
        }
    }
}

/// What is wrong with an expression, and where.
public struct ExpressionError: Error, Sendable, Hashable {
    /// The place in the text, in characters from 1.
    public let column: Int
    /// One sentence that says what is wrong and what would be right.
    public let message: String

    /// An error at a place.
    public init(column: Int, _ message: String) {
        self.column = column
        self.message = message
    }
}
