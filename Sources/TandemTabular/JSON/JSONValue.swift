/// A JSON document, or a part of one, as a plain value.
///
/// Numbers are IEEE doubles: integers are exact up to 2^53. Strings compare as Swift strings do, by canonical
/// equivalence, so two keys that differ only in Unicode normalization count as one.
public enum JSONValue: Sendable, Hashable {
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number; finite in every document that was parsed.
    case number(Double)
    /// A string of Unicode scalars.
    case string(String)
    /// An ordered list.
    case array([JSONValue])
    /// Members by key, without order.
    case object([String: JSONValue])
}

extension JSONValue {
    /// Wraps a finite number; NaN and the infinities, which JSON cannot say, become `null`.
    public init(finiteOrNull number: Double) {
        self = number.isFinite ? .number(number) : .null
    }

    /// Wraps an integer; exact up to 2^53, else the nearest double.
    public init(_ integer: Int) { self = .number(Double(integer)) }

    /// Wraps a string, or `null` for nil.
    public init(orNull string: String?) { self = string.map(JSONValue.string) ?? .null }

    /// True for the literal `null`.
    public var isNull: Bool { self == .null }

    /// The truth value, or nil when this is something else.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The number, or nil when this is something else.
    public var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// The number as an integer, or nil when this is no number, not whole, or beyond ±2^53.
    public var int: Int? {
        guard case .number(let value) = self, abs(value) <= 0x1p53, value == value.rounded() else { return nil }
        return Int(value)
    }

    /// The string, or nil when this is something else.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The elements, or nil when this is no array.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

    /// The members, or nil when this is no object.
    public var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }

    /// The member named `key`; nil when it is absent or this is no object.
    ///
    /// Setting nil removes the member; setting on something that is no object has no effect.
    public subscript(key: String) -> JSONValue? {
        get { if case .object(let members) = self { members[key] } else { nil } }
        set {
            guard case .object(var members) = self else { return }
            self = .null  // so that the dictionary is not copied
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at `index`; nil when there is none or this is no array.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The kind of value in one word, for messages: `null`, `boolean`, `number`, `string`, `array` or `object`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string from its literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A number from an integer literal.
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A number from a decimal literal.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A truth value from its literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// `null` from `nil`.
    public init(nilLiteral: ()) { self = .null }
    /// An array from its literal.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object from its literal; when a key repeats, the last one counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
