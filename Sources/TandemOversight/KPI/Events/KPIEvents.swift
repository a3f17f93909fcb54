import TandemLedger
import TandemTabular

/// The events of a project that figures are made of, each kind in the order of the ledger.
public struct KPIEvents: Sendable {
    /// Rows an interval is drawn over; see `Draws`.
    let draws: Draws
    let names: Names
    /// How many labels the question has; they are the first values of `names`.
    let labelCount: Int
    private(set) var answers: ArraySlice<Answer> = []
    private(set) var settled: ArraySlice<Settled> = []
    private(set) var flagged: ArraySlice<Flagged> = []
    private(set) var ingested: ArraySlice<Ingested> = []
    private(set) var closings: ArraySlice<Closing> = []
    private(set) var verdicts: ArraySlice<Verdict> = []
    private var plain: [String: ArraySlice<PlainEvent>] = [:]

    /// Events of a rare kind.
    subscript(kind: EventKind) -> ArraySlice<PlainEvent> { plain[kind.rawValue] ?? [] }

    /// The newest promotion that replaced a model and was not rolled back since.
    var standingPromotion: PlainEvent? {
        self[.modelPromoted].last { promotion in
            promotion.text("previous") != nil
                && !self[.modelRolledBack].contains { $0.text("previous") == promotion.subject && $0.at > promotion.at }
        }
    }

    init(_ collected: KPICollector, draws: Draws) {
        self.draws = draws
        names = collected.names
        labelCount = collected.labelCount
        answers = Self.sorted(collected.answers)
        Self.dropCorrected(&answers)
        settled = Self.sorted(collected.settled)
        flagged = Self.sorted(collected.flagged)
        ingested = Self.sorted(collected.ingested)
        closings = Self.sorted(collected.closings)
        verdicts = Self.sorted(collected.verdicts)
        plain = collected.plain.mapValues { Self.sorted($0) }
    }

    /// Events in any order, for tests and small ledgers.
    /// - Throws: `JSONError` when facts are not a JSON object.
    public init(_ events: [KPIEvent], labels: [String], seed: UInt64) throws {
        var collector = KPICollector(labels: labels)
        for event in events where event.kind == EventKind.annotationUndone.rawValue { try collector.add(event) }
        for event in events where event.kind != EventKind.annotationUndone.rawValue { try collector.add(event) }
        self.init(collector, draws: Draws(seed: seed))
    }

    /// Only what had happened by a moment; with other draws, if wanted.
    func until(_ moment: Instant, draws: Draws? = nil) -> KPIEvents {
        cut(draws ?? self.draws) { $0.at.milliseconds <= moment.milliseconds }
    }

    /// When the first and the last of the work happened; nil when there is none.
    public var span: (first: Instant, last: Instant)? {
        let ends = [
            Self.ends(answers), Self.ends(settled), Self.ends(ingested), Self.ends(closings),
            Self.ends(self[.modelPromoted]),
        ].compactMap { $0 }
        guard let first = ends.map(\.0).min(), let last = ends.map(\.1).max() else { return nil }
        return (Instant(milliseconds: first), Instant(milliseconds: last))
    }

    /// How many events it holds.
    public var count: Int {
        answers.count + settled.count + flagged.count + ingested.count + closings.count + verdicts.count
            + plain.values.reduce(0) { $0 + $1.count }
    }

    private init(draws: Draws, names: Names, labelCount: Int) {
        self.draws = draws
        self.names = names
        self.labelCount = labelCount
    }

    private func cut(_ draws: Draws, _ keeps: (any Dated) -> Bool) -> KPIEvents {
        func early<T: Dated>(_ all: ArraySlice<T>) -> ArraySlice<T> {
            all[..<Self.firstIndex(in: all) { !keeps($0) }]
        }
        var part = KPIEvents(draws: draws, names: names, labelCount: labelCount)
        part.answers = early(answers)
        part.settled = early(settled)
        part.flagged = early(flagged)
        part.ingested = early(ingested)
        part.closings = early(closings)
        part.verdicts = early(verdicts)
        part.plain = plain.mapValues { early($0) }
        return part
    }

    private static func ends<T: Dated>(_ all: ArraySlice<T>) -> (Int, Int)? {
        guard let first = all.first, let last = all.last else { return nil }
        return (first.at.milliseconds, last.at.milliseconds)
    }

    /// By halving: the first for which `holds`, which holds for all after it.
    private static func firstIndex<T: Dated>(in all: ArraySlice<T>, _ holds: (T) -> Bool) -> Int {
        var (low, high) = (all.startIndex, all.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if holds(all[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static func sorted<T: Dated>(_ all: [T]) -> ArraySlice<T> {
        let isSorted = zip(all, all.dropFirst()).allSatisfy { $0.at < $1.at }
        return ArraySlice(isSorted ? all : all.sorted { $0.at < $1.at })
    }

    /// A later answer of the same person to the same task replaces the earlier one.
    private static func dropCorrected(_ answers: inout ArraySlice<Answer>) {
        var last: [Int64: Int] = [:]
        last.reserveCapacity(answers.count)
        for index in answers.indices where answers[index].isCounted && answers[index].task >= 0 {
            if let earlier = last.updateValue(index, forKey: answers[index].key) { answers[earlier].isCounted = false }
        }
    }
}
