import TandemTabular

/// The facts of an event that tell most, in a line; the rest unfolds.
enum EventGist {
    /// Facts that come first, in this order; then the others by name.
    private static let first = [
        "label", "value", "decision", "route", "reason", "model_version", "certificate", "role", "active_ms",
    ]
    private static let most = 4

    static func text(_ facts: JSONValue) -> String {
        let members = facts.object ?? [:]
        let names = first.filter { members[$0] != nil } + members.keys.filter { !first.contains($0) }.sorted()
        let parts = names.compactMap { name in members[name].flatMap(plain).map { "\(words(name)) \($0)" } }
        let rest = members.count - min(parts.count, most)
        let line = parts.prefix(most).joined(separator: " · ")
        if line.isEmpty { return members.isEmpty ? "no facts" : "\(members.count) facts" }
        return line + (rest > 0 ? " · \(rest) more" : "")
    }

    private static func words(_ name: String) -> String { name.replacing("_", with: " ") }

    /// Short values alone; lists and groups unfold.
    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text.isEmpty ? nil : Show.short(text)
        case .number(let number): number.rounded() == number ? Show.count(Int(number)) : Show.three(number)
        case .bool(let flag): flag ? "yes" : "no"
        case .null, .array, .object: nil
        }
    }
}
