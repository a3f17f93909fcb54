import Foundation
import TandemLedger
import TandemTabular

/// Where and why a value does not fit its schema.
public struct SchemaMismatch: Sendable, Equatable {
    /// JSON pointer to the place, empty for the whole.
    public let pointer: String
    /// What is wrong there.
    public let reason: String
}

extension JSONSchema {
    /// Whole numbers up to here are exact in JSON as everybody reads it: 2 to the 53rd, less 1.
    static let exact = 9_007_199_254_740_991.0

    /// The first place where `value` does not fit, or nil when it fits.
    public func mismatch(_ value: JSONValue, at pointer: String = "") -> SchemaMismatch? {
        func wrong(_ reason: String) -> SchemaMismatch { SchemaMismatch(pointer: pointer, reason: reason) }
        switch self {
        case .any: return nil
        case .boolean: return value.bool == nil ? wrong("must be true or false") : nil
        case .integer(let min, let max):
            guard let number = value.number, number.rounded() == number, abs(number) <= Self.exact else {
                return wrong("must be a whole number")
            }
            return bounds(number, min.map(Double.init), max.map(Double.init)).map(wrong)
        case .number(let min, let max):
            guard let number = value.number, number.isFinite else { return wrong("must be a number") }
            return bounds(number, min, max).map(wrong)
        case .string(let min, let max, let format):
            guard let text = value.string else { return wrong("must be text") }
            return textProblem(text, min, max, format).map(wrong)
        case .choice(let choices):
            guard let text = value.string, choices.contains(text) else {
                return wrong("must be one of: " + choices.joined(separator: ", "))
            }
            return nil
        case .array(let element, let min, let max):
            guard let list = value.array else { return wrong("must be a list") }
            guard (min...max).contains(list.count) else { return wrong("must have \(min) to \(max) elements") }
            for (index, entry) in list.enumerated() {
                if let found = element.mismatch(entry, at: "\(pointer)/\(index)") { return found }
            }
            return nil
        case .object(let members, let open): return objectMismatch(value, members, open, pointer)
        case .nullable(let schema): return value == .null ? nil : schema.mismatch(value, at: pointer)
        case .either(let schemas):
            let found = schemas.map { $0.mismatch(value, at: pointer) }
            if found.contains(where: { $0 == nil }) { return nil }
            // The form that went wrong deepest inside is most likely the one that was meant.
            let deepest = found.compactMap(\.self).max { $0.pointer.utf8.count < $1.pointer.utf8.count }
            guard let deepest, deepest.pointer != pointer else { return wrong("fits none of the forms") }
            return deepest
        case .named(_, let schema): return schema.mismatch(value, at: pointer)
        }
    }

    private func objectMismatch(
        _ value: JSONValue, _ members: [Member], _ open: JSONSchema?, _ pointer: String
    ) -> SchemaMismatch? {
        guard let object = value.object else { return SchemaMismatch(pointer: pointer, reason: "must be an object") }
        for member in members {
            let place = pointer + "/" + Self.escaped(member.name)
            guard let found = object[member.name] else {
                if member.required { return SchemaMismatch(pointer: place, reason: "is missing") }
                continue
            }
            if let mismatch = member.schema.mismatch(found, at: place) { return mismatch }
        }
        for (name, found) in object where !members.contains(where: { $0.name == name }) {
            let place = pointer + "/" + Self.escaped(name)
            guard let open else { return SchemaMismatch(pointer: place, reason: "is not known here") }
            if let mismatch = open.mismatch(found, at: place) { return mismatch }
        }
        return nil
    }

    private func bounds(_ number: Double, _ min: Double?, _ max: Double?) -> String? {
        if let min, number < min { return "must be at least \(JSONValue.number(min).plain)" }
        if let max, number > max { return "must be at most \(JSONValue.number(max).plain)" }
        return nil
    }

    private func textProblem(_ text: String, _ min: Int, _ max: Int, _ format: Format?) -> String? {
        let length = text.unicodeScalars.count
        guard length >= min else { return min == 1 ? "must not be empty" : "must have at least \(min) characters" }
        guard length <= max else { return "must have at most \(max) characters" }
        guard !text.unicodeScalars.contains("\0") else { return "must not contain U+0000" }
        switch format {
        case .dateTime:
            return Instant(iso8601: text) == nil ? "must be an ISO 8601 time such as 2026-11-22T14:30:00Z" : nil
        case .email:
            return text.wholeMatch(of: /[^@\s]+@[^@\s]+/) == nil ? "must be an e-mail address" : nil
        case .uri:
            guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()), url.host() != nil
            else { return "must be an http or https address" }
            return nil
        case .id:
            return text.wholeMatch(of: /[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}/) == nil ? "must be an id" : nil
        case nil: return nil
        }
    }

    private static func escaped(_ name: String) -> String {
        // Nearly no name has either, and this runs for each member of each request.
        if !name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) { return name }
        return name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension JSONValue {
    /// The number as people write it, without a trailing `.0`.
    var plain: String {
        guard let number else { return "" }
        return number.rounded() == number && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
