import Foundation

/// How texts become weighted terms.
public struct TextOptions: Sendable, Hashable {
    /// Longest run of words that makes one term: 1 for words alone, 2 for words and pairs.
    public var longestTerm: Int
    /// Fewest training texts a term must occur in.
    public var minimumTexts: Int
    /// Most terms that are kept: those that occur most often, equal counts in alphabetical order.
    public var maximumTerms: Int
    /// Whether a term that occurs n times counts 1 + ln n instead of n.
    public var isSublinear: Bool

    /// Words and pairs that occur in at least two texts, at most 20,000 of them, counted sublinearly.
    public init(longestTerm: Int = 2, minimumTexts: Int = 2, maximumTerms: Int = 20_000, isSublinear: Bool = true) {
        precondition((1...2).contains(longestTerm), "terms are words or pairs of words")
        self.longestTerm = longestTerm
        self.minimumTexts = minimumTexts
        self.maximumTerms = maximumTerms
        self.isSublinear = isSublinear
    }
}

/// A place of a text where a known term occurs.
public struct TermOccurrence: Sendable, Hashable {
    /// The term, as its place in the vocabulary.
    public let term: Int
    /// The words it is made of, as places in the list of the text's tokens.
    public let tokens: Range<Int>
}

/// A fitted TF-IDF weighting of terms.
///
/// With N training texts of which df hold the term, idf = ln((1 + N) / (1 + df)) + 1; a text's weight of a term that
/// occurs n times is (1 + ln n) · idf, or n · idf, and the text's weights are scaled to Euclidean length 1. These are
/// scikit-learn's `TfidfVectorizer` with `smooth_idf`, `norm="l2"`, `ngram_range=(1, longestTerm)`.
public struct TermWeights: Sendable, Hashable {
    /// The terms, sorted by Unicode scalars; the words of a pair are joined by a space.
    public let terms: [String]
    /// The inverse document frequency of each term.
    public let inverseFrequencies: [Double]
    /// How the texts were cut and counted.
    public let options: TextOptions
    private let words: [String: Int32]
    private let termOfWord: [Int32]
    private let termOfPair: [UInt64: Int32]

    /// Weights over terms that are known already, in the order given.
    ///
    /// - Precondition: there are as many frequencies as terms.
    public init(terms: [String], inverseFrequencies: [Double], options: TextOptions) {
        precondition(terms.count == inverseFrequencies.count, "each term has its frequency")
        self.terms = terms
        self.inverseFrequencies = inverseFrequencies
        self.options = options
        var words: [String: Int32] = [:]
        var termOfWord: [Int32] = []
        var termOfPair: [UInt64: Int32] = [:]
        func code(_ word: Substring) -> Int32 {
            let word = String(word)
            if let known = words[word] { return known }
            let code = Int32(termOfWord.count)
            words[word] = code
            termOfWord.append(-1)
            return code
        }
        for (place, term) in terms.enumerated() {
            let parts = term.split(separator: " ").map(code)
            if parts.count == 1 {
                termOfWord[Int(parts[0])] = Int32(place)
            } else if parts.count == 2 {
                termOfPair[Self.key(parts[0], parts[1])] = Int32(place)
            }
        }
        self.words = words
        self.termOfWord = termOfWord
        self.termOfPair = termOfPair
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }

    /// Where in the text the known terms occur, in the order of the text; `tokens` are those of `Tokenizer`.
    public func occurrences(_ tokens: [TextToken]) -> [TermOccurrence] {
        var found: [TermOccurrence] = []
        var previous: Int32 = -1
        for (place, token) in tokens.enumerated() {
            let word = words[token.word] ?? -1
            if word >= 0, termOfWord[Int(word)] >= 0 {
                found.append(TermOccurrence(term: Int(termOfWord[Int(word)]), tokens: place..<place + 1))
            }
            if word >= 0, previous >= 0, let pair = termOfPair[Self.key(previous, word)] {
                found.append(TermOccurrence(term: Int(pair), tokens: place - 1..<place + 1))
            }
            previous = word
        }
        return found
    }

    /// The weights of `text`'s known terms, ascending by term.
    public func weights(_ text: String) -> [(term: Int, weight: Double)] {
        weights(occurrences(Tokenizer.tokens(text)))
    }

    /// The weights that `occurrences` in one text add up to, ascending by term.
    public func weights(_ occurrences: [TermOccurrence]) -> [(term: Int, weight: Double)] {
        var weights: [(term: Int, weight: Double)] = []
        var squares = 0.0
        let places = occurrences.map(\.term).sorted()
        var start = 0
        while start < places.count {
            let term = places[start]
            var end = start + 1
            while end < places.count, places[end] == term { end += 1 }
            let count = Double(end - start)
            let weight = (options.isSublinear ? log(count) + 1 : count) * inverseFrequencies[term]
            weights.append((term, weight))
            squares += weight * weight
            start = end
        }
        let length = squares.squareRoot()
        guard length > 0 else { return [] }
        for index in weights.indices { weights[index].weight /= length }
        return weights
    }
}
