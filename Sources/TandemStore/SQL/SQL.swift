/// A statement with its values apart from its text.
///
/// Written as a literal, every `\(value)` becomes a bound parameter, so text from outside can never become SQL:
/// there is no way to build one from a `String`. Fragments made of other `SQL` are spliced in with their values.
///
/// ```swift
/// try tx.rows("SELECT id FROM item WHERE project_id = \(project) AND key = \(key)")
/// ```
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The text without the values, in a form that drivers find their prepared statements by.
    package private(set) var shape: SQLShape
    /// The values, in order.
    public private(set) var values: [SQLValue]

    /// A statement without values.
    public init(stringLiteral value: StaticString) {
        shape = SQLShape(parts: 1)
        shape.append(value)
        values = []
    }

    /// A statement from an interpolated literal.
    public init(stringInterpolation: Interpolation) {
        shape = stringInterpolation.shape
        values = stringInterpolation.values
    }

    /// A statement from text that was written in this house: a migration, a dialect's fragment.
    init(trusted text: String) {
        shape = SQLShape(parts: 1)
        shape.append(text)
        values = []
    }

    /// A statement of a shape, with as many values as that has places.
    init(shape: SQLShape, values: [SQLValue]) {
        self.shape = shape
        self.values = values
    }

    /// The text with each value replaced by what `placeholder` returns for its 1-based place.
    public func text(placeholder: (Int) -> String) -> String {
        shape.text(placeholder: placeholder)
    }

    /// Same text, same values.
    public static func == (left: SQL, right: SQL) -> Bool {
        left.values == right.values && left.text { "?\($0)" } == right.text { "?\($0)" }
    }

    /// Hashes the values; the text follows from where it was written.
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }

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
        shape.append(other.shape)
        values.append(contentsOf: other.values)
    }

    /// Collects the text and values of an interpolated literal.
    public struct Interpolation: StringInterpolationProtocol {
        var shape: SQLShape
        var values: [SQLValue] = []

        /// Called by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            shape = SQLShape(parts: 2 * interpolationCount + 1)
            values.reserveCapacity(interpolationCount)
        }

        /// Adds text of the literal itself.
        public mutating func appendLiteral(_ literal: StaticString) {
            shape.append(literal)
        }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            values.append(value.sqlValue)
            shape.appendPlace()
        }

        /// Binds a value, or NULL.
        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            values.append(value.sqlValue)
            shape.appendPlace()
        }

        /// Splices another statement in.
        public mutating func appendInterpolation(_ fragment: SQL) {
            shape.append(fragment.shape)
            values.append(contentsOf: fragment.values)
        }
    }
}
