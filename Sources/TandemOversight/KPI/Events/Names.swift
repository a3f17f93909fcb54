import TandemTabular

/// Ids and answers as small numbers, so that a million events fit in little memory and compare fast.
struct Names: Sendable {
    private(set) var workers = Numbering()
    private(set) var items = Numbering()
    private(set) var tasks = Numbering()
    private(set) var values = Numbering()
    private(set) var decisions = Numbering()

    /// The labels of the question are the first values.
    init(labels: [String]) {
        for label in labels { _ = values.number("label:" + label) }
    }

    mutating func worker(_ name: String) -> Int32 { workers.number(name) }
    mutating func item(_ name: String?) -> Int32 { name.map { items.number($0) } ?? -1 }
    mutating func task(_ name: String?) -> Int32 { name.map { tasks.number($0) } ?? -1 }
    mutating func decision(_ name: String?) -> Int32 { name.map { decisions.number($0) } ?? -1 }
    mutating func label(_ name: String?) -> Int32 { name.map { values.number("label:" + $0) } ?? -1 }

    /// An answer: its label, its number or the hash of its text.
    ///
    /// Two answers agree when they are equal.
    mutating func value(
        of facts: FactScan, _ label: StaticString = "label", _ number: StaticString = "number",
        _ hash: StaticString = "value_hash"
    ) -> Int32 {
        if let label = facts.text(label) { return self.label(label) }
        if let number = facts.number(number) { return values.number("number:\(number)") }
        if let hash = facts.text(hash) { return values.number("hash:" + hash) }
        return -1
    }

    /// The number of an answer in a tree of facts, if anybody gave it.
    func known(_ facts: JSONValue) -> Int32? {
        if let label = facts["label"]?.string { return values.known("label:" + label) }
        if let number = facts["number"]?.number { return values.known("number:\(number)") }
        return facts["value_hash"]?.string.flatMap { values.known("hash:" + $0) }
    }

    /// What stands behind a number of `value`, without its kind.
    func text(ofValue number: Int32) -> String {
        guard number >= 0 else { return "" }
        let name = values.names[Int(number)]
        return String(name[name.index(after: name.firstIndex(of: ":") ?? name.startIndex)...])
    }
}

/// Numbers for names in the order of first sight.
struct Numbering: Sendable {
    private(set) var names: [String] = []
    private var numbers: [String: Int32] = [:]

    mutating func number(_ name: String) -> Int32 {
        if let known = numbers[name] { return known }
        let new = Int32(names.count)
        numbers[name] = new
        names.append(name)
        return new
    }

    func known(_ name: String) -> Int32? { numbers[name] }
}
