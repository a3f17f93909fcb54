/// Makes one text of several by voting word by word: Recognizer Output Voting Error Reduction.
///
/// J. G. Fiscus, ASRU 1997: texts are aligned one after another to a network of words, then each place of the network is
/// voted on. Equal to crowd-kit's ROVER on texts split at spaces, in the order given.
public struct Rover: Sendable, Hashable {
    /// What the texts of a task come to.
    public struct Consensus: Sendable, Hashable {
        /// The words that won, joined by spaces.
        public let text: String
        /// The mean share of texts that hold the winning word, or none where none won; 1 when all texts are the same.
        public let agreement: Double
    }

    /// The method has no settings.
    public init() {}

    /// Votes on texts; nil for none.
    public func consensus(of texts: [String]) -> Consensus? {
        guard let first = texts.first else { return nil }
        var network = Self.words(first).map { WordSlot(word: $0, votes: 1) }
        for (place, text) in texts.enumerated().dropFirst() {
            network = WordAlignment(network: network, words: Self.words(text), texts: place).aligned
        }
        let winners = network.map(\.winner)
        let share = winners.reduce(0) { $0 + Double($1.votes) / Double(texts.count) }
        return Consensus(
            text: winners.map(\.word).filter { !$0.isEmpty }.joined(separator: " "),
            agreement: winners.isEmpty ? 1 : share / Double(winners.count))
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    }
}

/// One place of the network: how many texts have which word there; the empty word where a text has none.
struct WordSlot: Sendable, Hashable {
    private(set) var votes: [String: Int]

    init(word: String, votes: Int) { self.votes = [word: votes] }

    func holds(_ word: String) -> Bool { votes[word] != nil }

    mutating func add(_ word: String) { votes[word, default: 0] += 1 }

    /// The word with the most votes; among equals the longest, then the last by its scalars.
    var winner: (word: String, votes: Int) {
        var best: (word: String, votes: Int, length: Int)?
        for (word, votes) in votes {
            let length = word.unicodeScalars.count
            guard let old = best else {
                best = (word, votes, length)
                continue
            }
            let isBetter =
                (votes, length) != (old.votes, old.length)
                ? (votes, length) > (old.votes, old.length)
                : old.word.unicodeScalars.lexicographicallyPrecedes(word.unicodeScalars)
            if isBetter { best = (word, votes, length) }
        }
        return (best?.word ?? "", best?.votes ?? 0)
    }
}
