/// Times as text: RFC 3339 with the liberties that files take.
///
/// Read are `2026-01-31`, `2026-01-31T12:00`, `2026-01-31 12:00:05.25`, each with `Z`, an offset such as `+02:00`, or
/// nothing, which means UTC.
public enum TimeText {
    /// Seconds since 1970-01-01T00:00:00Z, or nil when `text` is no time.
    public static func seconds(_ text: String) -> Double? {
        var digits = Digits(bytes: Array(text.utf8))
        guard let year = digits.number(4), digits.take("-"), let month = digits.number(2), digits.take("-"),
            let day = digits.number(2), (1...12).contains(month), (1...days(in: month, of: year)).contains(day)
        else { return nil }
        let midnight = Double(dayNumber(year, month, day)) * 86_400
        if digits.isAtEnd { return midnight }
        guard digits.take("T") || digits.take("t") || digits.take(" ") else { return nil }
        guard let clock = digits.clock(), let offset = digits.offset(), digits.isAtEnd else { return nil }
        return midnight + clock - offset
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant's `days_from_civil`).
    private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private struct Digits {
        let bytes: [UInt8]
        var position = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }

        mutating func take(_ character: Character) -> Bool {
            guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
            position += 1
            return true
        }

        mutating func number(_ count: Int) -> Int? {
            var value = 0
            for _ in 0..<count {
                guard position < bytes.count, bytes[position] &- 0x30 < 10 else { return nil }
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            return value
        }

        mutating func clock() -> Double? {
            guard let hour = number(2), take(":"), let minute = number(2), hour < 24, minute < 60 else { return nil }
            var seconds = 0.0
            if take(":") {
                guard let whole = number(2), whole <= 60 else { return nil }
                seconds = Double(whole)
                if take(".") {
                    guard var digit = number(1) else { return nil }
                    var scale = 0.1
                    repeat {
                        seconds += Double(digit) * scale
                        scale /= 10
                        guard let next = number(1) else { break }
                        digit = next
                    } while true
                }
            }
            return Double(hour * 3600 + minute * 60) + seconds
        }

        mutating func offset() -> Double? {
            if isAtEnd || take("Z") || take("z") { return 0 }
            let sign: Double = take("+") ? 1 : take("-") ? -1 : 0
            guard sign != 0, let hours = number(2), hours < 24 else { return nil }
            _ = take(":")
            guard let minutes = isAtEnd ? 0 : number(2), minutes < 60 else { return nil }
            return sign * Double(hours * 3600 + minutes * 60)
        }
    }
}
