import Foundation

/// One value of a typed column.
public enum Cell: Sendable, Hashable {
    /// There is no value.
    case missing
    /// A finite number; truth values are 1 and 0, times are seconds since 1970.
    case number(Double)
    /// The name of a category, or a text.
    case text(String)
}

extension Column {
    /// The value that `value` means in this column.
    ///
    /// Absent and `null` are missing, and so is empty text except in text columns. Throws a problem that names `line` when
    /// the value does not fit, or is missing or empty though required.
    public func cell(_ value: JSONValue?, line: Int = 1) throws(RowProblem) -> Cell {
        guard let value, let cell = type.cell(value) else {
            if let value {
                let message = "expected \(type.expectation), found \(Self.shown(value))"
                throw RowProblem(line: line, column: name, code: .wrongType, message: message)
            }
            return try checked(.missing, line: line)
        }
        return try checked(cell, line: line)
    }

    private func checked(_ cell: Cell, line: Int) throws(RowProblem) -> Cell {
        if isRequired, cell == .missing || cell == .text("") {
            throw RowProblem(line: line, column: name, code: .missingValue, message: "a value is required")
        }
        return cell
    }

    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): "\"\(text.count > 40 ? String(text.prefix(40)) + "…" : text)\""
        case .number(let number): "\(number)"
        default: value.kind
        }
    }
}

extension ColumnType {
    var expectation: String {
        switch self {
        case .number: "a number"
        case .category: "a category's name"
        case .text: "text"
        case .boolean: "true or false"
        case .time: "a time such as 2026-01-31T12:00:00Z"
        }
    }

    /// What `value` means in a column of this type; nil when nothing.
    func cell(_ value: JSONValue) -> Cell? {
        if case .null = value { return .missing }
        switch self {
        case .number: return Self.number(value)
        case .category, .text: return Self.text(value, isText: self == .text)
        case .boolean: return Self.boolean(value)
        case .time: return Self.time(value)
        }
    }

    private static func number(_ value: JSONValue) -> Cell? {
        switch value {
        case .number(let number): number.isFinite ? .number(number) : nil
        case .string(let text): decimal(text)
        default: nil
        }
    }

    /// A decimal number with spaces around it; unlike `Double(_:)` no hexadecimal, `nan` or `inf`.
    private static func decimal(_ text: String) -> Cell? {
        let trimmed = text.trimmingSpaces
        if trimmed.isEmpty { return .missing }
        let allowed = trimmed.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B || $0 | 0x20 == 0x65
        }
        guard allowed, let number = Double(trimmed), number.isFinite else { return nil }
        return .number(number)
    }

    private static func text(_ value: JSONValue, isText: Bool) -> Cell? {
        switch value {
        case .string(let text): text.isEmpty && !isText ? .missing : .text(text)
        case .number, .bool: (try? value.canonicalString).map(Cell.text)
        default: nil
        }
    }

    private static func boolean(_ value: JSONValue) -> Cell? {
        switch value {
        case .bool(let flag): return .number(flag ? 1 : 0)
        case .number(let number): return number == 0 || number == 1 ? .number(number) : nil
        case .string(let text):
            switch text.trimmingSpaces.lowercased() {
            case "": return .missing
            case "true", "yes", "1", "t", "y", "1.0": return .number(1)
            case "false", "no", "0", "f", "n", "0.0": return .number(0)
            default: return nil
            }
        default: return nil
        }
    }

    private static func time(_ value: JSONValue) -> Cell? {
        switch value {
        case .number(let seconds): return seconds.isFinite ? .number(seconds) : nil
        case .string(let text):
            let trimmed = text.trimmingSpaces
            return trimmed.isEmpty ? .missing : TimeText.seconds(trimmed).map(Cell.number)
        default: return nil
        }
    }
}
