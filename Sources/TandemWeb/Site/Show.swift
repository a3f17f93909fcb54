import TandemLedger

/// How figures and times look on pages: American grouping, a point for decimals, 24-hour time in UTC.
enum Show {
    /// `1,184`.
    static func count(_ number: Int) -> String {
        var digits = String(abs(number))
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "−" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// `77.4`: one decimal, none when it is zero.
    static func decimal(_ number: Double) -> String {
        guard number.isFinite else { return "–" }
        let tenths = (number * 10).rounded()
        let whole = Int(tenths / 10)
        let rest = abs(Int(tenths)) % 10
        return (tenths < 0 ? "−" : "") + String(abs(whole)) + (rest == 0 ? "" : ".\(rest)")
    }

    /// A share as `77.4%`.
    static func percent(_ share: Double) -> String { decimal(100 * share) + "%" }

    /// Three decimals.
    static func three(_ number: Double) -> String {
        guard number.isFinite else { return "–" }
        let thousandths = Int((abs(number) * 1000).rounded())
        let rest = String(thousandths % 1000 + 1000).dropFirst()
        return (number < 0 && thousandths > 0 ? "−" : "") + "\(thousandths / 1000).\(rest)"
    }

    /// `2026-11-22 15:41`.
    static func minute(_ time: Instant) -> String {
        let text = time.iso8601
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
    }
}

extension Show {
    /// `2026-11-22 15:41:08`.
    static func second(_ time: Instant) -> String {
        let text = time.iso8601
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8)
    }

    /// `15:41:08` on the day of `now`, else with its date: in a list that is about today the date is noise.
    static func moment(_ time: Instant, now: Instant) -> String {
        let text = second(time)
        return text.prefix(10) == second(now).prefix(10) ? String(text.suffix(8)) : text
    }

    /// Enough of a random id to tell it from its neighbors: `tsk_…w8vq7`.
    static func short(_ id: String) -> String {
        guard id.count > 16, let mark = id.firstIndex(of: "_") else { return id }
        return id[...mark] + "…" + id.suffix(6)
    }

    /// Three decimals with a sign.
    static func signed(_ number: Double) -> String { (number >= 0 ? "+" : "") + three(number) }

    /// `850 ms`, `6.2 s`, `12 min`, `3.1 h`, `2 days`.
    static func duration(_ milliseconds: Int) -> String {
        let seconds = Double(milliseconds) / 1000
        return switch seconds {
        case ..<1: "\(milliseconds) ms"
        case ..<120: decimal(seconds) + " s"
        case ..<7200: decimal((seconds / 60).rounded()) + " min"
        case ..<172_800: decimal(seconds / 3600) + " h"
        default: decimal(seconds / 86_400) + " days"
        }
    }
}
