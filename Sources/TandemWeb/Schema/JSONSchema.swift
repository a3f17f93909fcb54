import TandemTabular

/// The part of JSON Schema 2020-12 that our endpoints need: one value checks requests and is printed into OpenAPI.
public indirect enum JSONSchema: Sendable {
    /// Any JSON at all.
    case any
    /// `true` or `false`.
    case boolean
    /// A whole number within bounds.
    case integer(min: Int?, max: Int?)
    /// A finite number within bounds.
    case number(min: Double?, max: Double?)
    /// Text of a length in Unicode scalars; `format` is told to readers (`date-time`, `uri`, `email`) and checked.
    case string(min: Int, max: Int, format: Format?)
    /// One of these texts.
    case choice([String])
    /// A list whose elements are all alike.
    case array(JSONSchema, min: Int, max: Int)
    /// An object with these members; others are refused unless `open` gives their schema.
    case object([Member], open: JSONSchema?)
    /// The schema or null.
    case nullable(JSONSchema)
    /// Any of several.
    case either([JSONSchema])
    /// A schema that stands once under a name in `components/schemas`.
    case named(String, JSONSchema)

    /// Forms of text that are checked.
    public enum Format: String, Sendable {
        /// ISO 8601 with offset.
        case dateTime = "date-time"
        /// An address of mail.
        case email
        /// An absolute http or https address.
        case uri
        /// Three letters, an underscore, 26 digits of Crockford's base 32.
        case id
    }

    /// One member of an object.
    public struct Member: Sendable {
        let name: String
        let schema: JSONSchema
        let required: Bool
        let note: String?

        /// A member that must be there.
        public static func required(_ name: String, _ schema: JSONSchema, _ note: String? = nil) -> Member {
            Member(name: name, schema: schema, required: true, note: note)
        }

        /// A member that may be missing.
        public static func optional(_ name: String, _ schema: JSONSchema, _ note: String? = nil) -> Member {
            Member(name: name, schema: schema, required: false, note: note)
        }
    }

    /// Text of up to 10,000 scalars.
    public static let text = string(min: 0, max: 10_000, format: nil)
    /// Text that is not empty, for names.
    public static let name = string(min: 1, max: 200, format: nil)
    /// A moment.
    public static let time = string(min: 10, max: 40, format: .dateTime)
    /// An id.
    public static let id = string(min: 30, max: 30, format: .id)
    /// A probability or a share.
    public static let share = number(min: 0, max: 1)
    /// A count.
    public static let count = integer(min: 0, max: nil)

    /// An object with these members and no others.
    public static func object(_ members: Member...) -> JSONSchema { .object(members, open: nil) }
}
