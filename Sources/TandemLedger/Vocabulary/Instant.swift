import TandemStore

/// A moment in milliseconds since 1970-01-01T00:00:00Z, as it is stored and compared everywhere.
public struct Instant: Hashable, Sendable, Comparable, SQLBindable, CustomStringConvertible {
    /// Milliseconds since 1970 in UTC; negative before.
    public let milliseconds: Int

    /// A moment from milliseconds since 1970.
    public init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    /// A moment from ISO 8601 text: `2026-11-22T14:30:00Z`, with optional fraction and `±hh:mm`, or a date alone.
    public init?(iso8601 text: some StringProtocol) {
        guard let milliseconds = ISO8601.milliseconds(Array(text.utf8)) else { return nil }
        self.milliseconds = milliseconds
    }

    /// `2026-11-22T14:30:00.123Z`.
    public var iso8601: String { ISO8601.text(milliseconds) }

    /// The same as `iso8601`.
    public var description: String { iso8601 }

    /// An integer to bind.
    public var sqlValue: SQLValue { .integer(Int64(milliseconds)) }

    /// Earlier before later.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment so many milliseconds later.
    public func adding(milliseconds more: Int) -> Instant { Instant(milliseconds: milliseconds + more) }

    /// The moment so many seconds later.
    public func adding(seconds: Int) -> Instant { adding(milliseconds: seconds * 1000) }

    /// Milliseconds from `earlier` to this moment; negative when it is later.
    public func since(_ earlier: Instant) -> Int { milliseconds - earlier.milliseconds }
}

/// Reads and writes ISO 8601 without Foundation's formatters, which cost a microsecond each and hold locks.
enum ISO8601 {
    static func text(_ milliseconds: Int) -> String {
        var days = milliseconds / 86_400_000
        var rest = milliseconds % 86_400_000
        if rest < 0 {
            rest += 86_400_000
            days -= 1
        }
        let (year, month, day) = civil(days)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(rest / 3_600_000, 2)):"
            + "\(pad(rest / 60_000 % 60, 2)):\(pad(rest / 1000 % 60, 2)).\(pad(rest % 1000, 3))Z"
    }

    static func milliseconds(_ text: [UInt8]) -> Int? {
        var scan = Scan(text: text[...])
        guard let year = scan.number(4), scan.take("-"), let month = scan.number(2), scan.take("-"),
            let day = scan.number(2), (1...12).contains(month), (1...daysIn(month, year)).contains(day)
        else { return nil }
        let midnight = self.days(year, month, day) * 86_400_000
        if scan.text.isEmpty { return midnight }
        guard scan.take("T") || scan.take(" ") || scan.take("t"), let hour = scan.number(2), scan.take(":"),
            let minute = scan.number(2), hour < 24, minute < 60
        else { return nil }
        var second = 0
        var fraction = 0
        if scan.take(":") {
            guard let seconds = scan.number(2), seconds < 61 else { return nil }
            second = seconds
            if scan.take(".") { fraction = scan.fraction() }
        }
        guard let offset = scan.offset(), scan.text.isEmpty else { return nil }
        return midnight + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return digits.utf8.count >= width ? digits : String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    /// Days since 1970 to year, month and day.
    ///
    /// Source: Howard Hinnant, "chrono-compatible low-level date algorithms".
    private static func civil(_ days: Int) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let place = (5 * dayOfYear + 2) / 153
        let month = place < 10 ? place + 3 : place - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * place + 2) / 5 + 1)
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func daysIn(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private struct Scan {
        var text: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard let first = text.first, UInt32(first) == character.value else { return false }
            text.removeFirst()
            return true
        }

        mutating func number(_ width: Int) -> Int? {
            guard text.count >= width else { return nil }
            var number = 0
            for byte in text.prefix(width) {
                guard (48...57).contains(byte) else { return nil }
                number = number * 10 + Int(byte - 48)
            }
            text.removeFirst(width)
            return number
        }

        /// Digits after the point as milliseconds; what is finer is cut off.
        mutating func fraction() -> Int {
            var milliseconds = 0
            var weight = 100
            while let byte = text.first, (48...57).contains(byte) {
                milliseconds += Int(byte - 48) * weight
                weight /= 10
                text.removeFirst()
            }
            return milliseconds
        }

        /// Minutes east of UTC; a time without an offset is not accepted, it could mean anything.
        mutating func offset() -> Int? {
            if take("Z") || take("z") { return 0 }
            let east = take("+")
            guard east || take("-"), let hours = number(2) else { return nil }
            _ = take(":")
            guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
            return (hours * 60 + minutes) * (east ? 1 : -1)
        }
    }
}
