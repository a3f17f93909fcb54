/// Why bytes are not the JSON that is accepted here, or a value cannot be printed as JSON.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, as a stable code.
    public enum Reason: String, Sendable, Hashable {
        /// The bytes end inside a value.
        case endedEarly = "ended_early"
        /// A byte that cannot stand here.
        case unexpectedByte = "unexpected_byte"
        /// Something follows the document.
        case trailingBytes = "trailing_bytes"
        /// Arrays and objects are nested deeper than 128.
        case tooDeep = "too_deep"
        /// A number that JSON's grammar does not allow, such as `01`, `.5`, `NaN`.
        case badNumber = "bad_number"
        /// A number whose magnitude no double can hold, or a value to print that is NaN or infinite.
        case numberOutOfRange = "number_out_of_range"
        /// An escape that JSON's grammar does not allow.
        case badEscape = "bad_escape"
        /// Half of a UTF-16 surrogate pair.
        case loneSurrogate = "lone_surrogate"
        /// A control character inside a string that should have been escaped.
        case controlCharacter = "control_character"
        /// Bytes that are not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// A key that the same object already has.
        case duplicateKey = "duplicate_key"
        /// The document is well formed but not what was asked for, such as a missing member.
        case unexpectedShape = "unexpected_shape"
    }

    /// What is wrong.
    public let reason: Reason
    /// Offset in bytes of the place, from the start of the document; zero where no document was read.
    public let offset: Int
    /// The key, number or shape that is meant, where one sentence needs it.
    public let detail: String?

    /// An error at `offset`.
    public init(_ reason: Reason, at offset: Int = 0, detail: String? = nil) {
        self.reason = reason
        self.offset = offset
        self.detail = detail
    }

    /// One sentence for people.
    public var description: String {
        let words = reason.rawValue.split(separator: "_").joined(separator: " ")
        return "JSON: \(words)\(detail.map { " (\($0))" } ?? "") at byte \(offset)"
    }
}
