import TandemLedger
import TandemNumerics
import TandemTabular

/// The rows of a demo in the order in which they come: labeled first, decided in history, then live; and their truth.
///
/// The order is drawn from a seed, so that it is the same after a restart.
public struct DemoDeck: Sendable {
    /// A live case.
    public struct Card: Sendable {
        /// The case's key; a row that comes again has `-again1`, `-again2`… behind it.
        public let key: String
        /// What is sent.
        public let content: [String: JSONValue]
        /// The true label.
        public let truth: String
        /// Whether it belongs to the pattern that was held back.
        public let isHeldBack: Bool
    }

    /// The first batch, labeled by the team.
    public let first: [DemoRow]
    /// Cases decided in the replayed days.
    public let decided: [DemoRow]
    /// The second batch, labeled in part.
    public let second: [DemoRow]
    /// After so many live cases the pattern arrives in a wave.
    public static let calmCases = 200
    /// How many cases the wave lasts.
    public static let waveCases = 150
    /// The pattern's share of live cases in the wave.
    public static let waveShare = 0.7
    /// The pattern's share after the wave: about its share of all rows.
    public static let laterShare = 0.1

    /// How many items the history leaves.
    var historyCount: Int { used }

    private let normal: [DemoRow]
    private let used: Int
    private let heldBack: [DemoRow]
    private let truths: [String: String]
    private let keyColumn: String
    private let seed: UInt64

    /// Shuffles the rows.
    /// - Throws: `Problem` when there are too few.
    public init(_ demo: DemoCase, rows: [DemoRow], seed: UInt64) throws(Problem) {
        var random = SplitMix64(seed: seed).split(1)
        let shuffled = rows.shuffled(using: &random)
        normal = shuffled.filter { !$0.isHeldBack }
        heldBack = shuffled.filter(\.isHeldBack)
        used = demo.firstBatch + demo.decidedCases + demo.secondBatch
        guard normal.count >= used, !heldBack.isEmpty, let key = demo.columns.first(where: { $0.role == .key }) else {
            throw Problem(.invalid, "demo_data_invalid", "\(demo.file) has too few rows.")
        }
        first = Array(normal[..<demo.firstBatch])
        decided = Array(normal[demo.firstBatch..<(demo.firstBatch + demo.decidedCases)])
        second = Array(normal[(demo.firstBatch + demo.decidedCases)..<used])
        truths = Dictionary(rows.map { ($0.key, $0.truth) }, uniquingKeysWith: { first, _ in first })
        keyColumn = key.name
        self.seed = seed
    }

    /// The true label of a case by its key: for simulated people and outcomes alone.
    func truth(of key: String) -> String? {
        if let known = truths[key] { return known }
        guard let mark = key.firstRange(of: "-again") else { return nil }
        return truths[String(key[..<mark.lowerBound])]
    }

    /// The live cases from the first on, without end: calm ones, then a wave of the pattern, then a mixture.
    public func live() -> Live { Live(deck: self) }

    /// Deals live cases one after another.
    public struct Live: Sendable, Sequence, IteratorProtocol {
        private let deck: DemoDeck
        private var random: SplitMix64
        private var position = 0
        private var normalPlace: Int
        private var patternPlace = 0

        init(deck: DemoDeck) {
            self.deck = deck
            random = SplitMix64(seed: deck.seed).split(2)
            normalPlace = deck.used
        }

        /// The next case.
        public mutating func next() -> Card? {
            let isPattern = random.uniform() < patternShare
            position += 1
            if isPattern {
                patternPlace += 1
                return deck.card(deck.heldBack, patternPlace - 1)
            }
            normalPlace += 1
            return deck.card(deck.normal, normalPlace - 1)
        }

        private var patternShare: Double {
            if position < DemoDeck.calmCases { return 0 }
            return position < DemoDeck.calmCases + DemoDeck.waveCases ? DemoDeck.waveShare : DemoDeck.laterShare
        }
    }

    private func card(_ rows: [DemoRow], _ place: Int) -> Card {
        let row = rows[place % rows.count]
        let round = place / rows.count
        let key = round == 0 ? row.key : "\(row.key)-again\(round)"
        var content = row.content
        content[keyColumn] = .string(key)
        return Card(key: key, content: content, truth: row.truth, isHeldBack: row.isHeldBack)
    }
}
