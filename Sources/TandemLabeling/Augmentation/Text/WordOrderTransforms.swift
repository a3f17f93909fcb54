import TandemNumerics

/// Exchanges words with their right neighbors.
public struct SwapTransform: TextTransform {
    /// As pipelines spell it.
    public static let name = "swap"
    /// How many words.
    public let share: WordShare

    /// The transform.
    public init(share: WordShare = .tenth) { self.share = share }

    /// Swaps neighbors that differ.
    public func apply(to pieces: inout WordPieces, _ random: inout SplitMix64) -> Int {
        guard pieces.words.count > 1 else { return 0 }
        let candidates = (0..<pieces.words.count - 1).filter { pieces.words[$0] != pieces.words[$0 + 1] }
        let chosen = share.draw(candidates, of: pieces.words.count, &random)
        for place in chosen { pieces.words.swapAt(place, place + 1) }
        return chosen.count
    }
}

/// Leaves words out; at least one stays.
public struct DeleteTransform: TextTransform {
    /// As pipelines spell it.
    public static let name = "delete"
    /// How many words.
    public let share: WordShare

    /// The transform.
    public init(share: WordShare = .tenth) { self.share = share }

    /// Takes words out with the space before them.
    public func apply(to pieces: inout WordPieces, _ random: inout SplitMix64) -> Int {
        let words = pieces.words.count
        guard words > 1 else { return 0 }
        let chosen = share.draw(Array(0..<words), of: words, &random).prefix(words - 1).sorted(by: >)
        for place in chosen { pieces.remove(place) }
        return chosen.count
    }
}
