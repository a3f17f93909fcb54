/// A statement with its values apart from its text.
///
/// Written as a literal, every `\(value)` becomes a bound parameter, so text from outside can never become SQL:
/// there is no way to build one from a `String`. Fragments made of other `SQL` are spliced in with their values.
///
/// ```swift
/// try tx.rows("SELECT id FROM item WHERE project_id = \(project) AND key = \(key)")
/// ```
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The pieces of text between the values; always one more than there are values.
    public private(set) var pieces: [String]
    /// The values, in order.
    public private(set) var values: [SQLValue]

    /// A statement without values.
    public init(stringLiteral value: StaticString) {
        pieces = [value.description]
        values = []
    }

    /// A statement from an interpolated literal.
    public init(stringInterpolation: Interpolation) {
        pieces = stringInterpolation.pieces
        values = stringInterpolation.values
    }

    /// A statement from text that was written in this house: a migration, a dialect's fragment.
    init(trusted text: String) {
        pieces = [text]
        values = []
    }

    /// A statement from pieces written in this house, one more of them than values.
    init(pieces: [String], values: [SQLValue]) {
        self.pieces = pieces
        self.values = values
    }

    /// The text with each value replaced by what `placeholder` returns for its 1-based place.
    public func text(placeholder: (Int) -> String) -> String {
        var text = pieces[0]
        for index in values.indices {
            text += placeholder(index + 1)
            text += pieces[index + 1]
        }
        return text
    }

    /// Joins two statements' text and values.
    public static func + (left: SQL, right: SQL) -> SQL {
        var joined = left
        joined.append(right)
        return joined
    }

    /// A list of values, `?, ?, ?`, as it stands between the parentheses of `IN (…)`.
    public static func list(_ values: [some SQLBindable]) -> SQL {
        var list: SQL = ""
        for (index, value) in values.enumerated() {
            if index > 0 { list.append(", ") }
            list.append("\(value)")
        }
        return list
    }

    /// Appends another statement's text and values.
    public mutating func append(_ other: SQL) {
        pieces[pieces.count - 1] += other.pieces[0]
        pieces.append(contentsOf: other.pieces.dropFirst())
        values.append(contentsOf: other.values)
    }

    /// Collects the text and values of an interpolated literal.
    public struct Interpolation: StringInterpolationProtocol {
        var pieces: [String]
        var values: [SQLValue] = []

        /// Called by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            var first = ""
            first.reserveCapacity(literalCapacity)
            pieces = [first]
            values.reserveCapacity(interpolationCount)
        }

        /// Adds text of the literal itself.
        public mutating func appendLiteral(_ literal: StaticString) {
            pieces[pieces.count - 1] += literal.description
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            values.append(value.sqlValue)
            pieces.append("")
        }

        /// Binds a value, or NULL.
        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            values.append(value.sqlValue)
            pieces.append("")
        }

        /// Splices another statement in.
        public mutating func appendInterpolation(_ fragment: SQL) {
            pieces[pieces.count - 1] += fragment.pieces[0]
            pieces.append(contentsOf: fragment.pieces.dropFirst())
            values.append(contentsOf: fragment.values)
        }
    }
}
