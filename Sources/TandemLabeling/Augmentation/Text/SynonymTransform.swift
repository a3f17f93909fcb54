import TandemNumerics

/// Puts words of like meaning in place: from a lexicon, or, for words it does not have, from word embeddings if given.
public struct SynonymTransform: TextTransform {
    /// As pipelines spell it.
    public static let name = "synonym"
    /// How many words.
    public let share: WordShare
    /// Words in lower case and what may stand for them.
    public let lexicon: [String: [String]]

    /// The transform over a lexicon.
    public init(share: WordShare = .tenth, lexicon: [String: [String]]) {
        self.share = share
        self.lexicon = lexicon.filter { !$0.value.isEmpty }
    }

    /// The transform over a lexicon, backed off to embeddings for words of `vocabulary` that it does not have.
    ///
    /// - Parameters:
    ///   - share: how many words.
    ///   - lexicon: words in lower case and what may stand for them.
    ///   - vectors: the embeddings.
    ///   - vocabulary: words in lower case that may be looked up.
    ///   - neighbors: most neighbors that may stand for a word.
    ///   - similarity: the least cosine that counts as like meaning.
    public init(
        share: WordShare = .tenth, lexicon: [String: [String]], vectors: WordVectors, vocabulary: Set<String>,
        neighbors: Int = 5, similarity: Double = 0.7
    ) {
        var all = lexicon
        for word in vocabulary.sorted() where all[word]?.isEmpty ?? true {
            all[word] = vectors.neighbors(of: word, count: neighbors, similarity: similarity)
        }
        self.init(share: share, lexicon: all)
    }

    /// Replaces words that have a synonym; a capital first letter stays capital, and so does a word in capitals.
    public func apply(to pieces: inout WordPieces, _ random: inout SplitMix64) -> Int {
        let options = pieces.words.map { lexicon[$0.lowercased()] ?? [] }
        let candidates = options.indices.filter { !options[$0].isEmpty }
        let chosen = share.draw(candidates, of: pieces.words.count, &random)
        for place in chosen {
            let other = options[place][random.below(options[place].count)]
            let word = pieces.words[place]
            if word.count > 1, word == word.uppercased(), word != word.lowercased() {
                pieces.words[place] = other.uppercased()
            } else if let first = word.first, first.isUppercase {
                pieces.words[place] = other.prefix(1).uppercased() + other.dropFirst()
            } else {
                pieces.words[place] = other
            }
        }
        return chosen.count
    }
}

/// Word embeddings: vectors whose cosine says how alike words are.
public struct WordVectors: Sendable {
    /// The words.
    public let words: [String]
    private let places: [String: Int]
    private let vectors: Matrix

    /// Vectors of words, a row each; zero rows are like nothing.
    ///
    /// - Precondition: there are as many rows as words.
    public init(words: [String], vectors: Matrix) {
        precondition(words.count == vectors.rows, "each word has its vector")
        self.words = words
        places = Dictionary(words.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var unit = vectors
        for row in 0..<unit.rows {
            let length = unit.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { continue }
            for column in 0..<unit.columns { unit[row, column] /= length }
        }
        self.vectors = unit
    }

    /// The words most like `word`, the most alike first; none when it is not known.
    public func neighbors(of word: String, count: Int, similarity: Double) -> [String] {
        guard let own = places[word] else { return [] }
        let cosines = vectors.times(Array(vectors.row(own)))
        let near = cosines.indices.filter { $0 != own && cosines[$0] >= similarity }
        return near.sorted { (cosines[$1], $0) < (cosines[$0], $1) }.prefix(count).map { words[$0] }
    }
}
