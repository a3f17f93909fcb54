import TandemNumerics

/// A change of a text that should leave its class as it is.
///
/// Extension point: one file, and one line in the conformance list. Deterministic in the generator handed in; never cuts a
/// grapheme cluster.
public protocol TextTransform: Sendable {
    /// A stable name, as pipelines spell it.
    static var name: String { get }

    /// Changes the pieces of a text.
    ///
    /// - Returns: the number of words changed; 0 leaves the text as it was.
    func apply(to pieces: inout WordPieces, _ random: inout SplitMix64) -> Int
}

extension TextTransform {
    /// The transform's name.
    public var name: String { Self.name }
}

/// How many words of a text are changed.
public struct WordShare: Sendable, Hashable {
    /// The share of words, above 0 up to 1; at least one word is changed where there are any to change.
    public let value: Double

    /// A share; nil when it is not above 0 up to 1.
    public init?(_ value: Double) {
        guard value > 0, value <= 1 else { return nil }
        self.value = value
    }

    /// A tenth of the words.
    public static let tenth = WordShare(unchecked: 0.1)

    private init(unchecked value: Double) { self.value = value }

    /// Different places of `candidates`, in random order.
    func draw(_ candidates: [Int], of words: Int, _ random: inout SplitMix64) -> [Int] {
        guard !candidates.isEmpty else { return [] }
        let count = max(1, Int((value * Double(words)).rounded()))
        return random.sample(min(count, candidates.count), below: candidates.count).map { candidates[$0] }
    }
}
