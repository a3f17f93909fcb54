import TandemNumerics

/// Hits a neighboring key: one character of each chosen word becomes one that lies beside it on a QWERTY keyboard.
public struct KeyboardTransform: TextTransform {
    /// As pipelines spell it.
    public static let name = "keyboard"
    /// How many words.
    public let share: WordShare

    /// The transform.
    public init(share: WordShare = .tenth) { self.share = share }

    /// Mistypes words.
    public func apply(to pieces: inout WordPieces, _ random: inout SplitMix64) -> Int {
        CharacterConfusion.keyboard.apply(to: &pieces, share, &random)
    }
}

/// Misreads a character: one of each chosen word becomes one that scanners take it for, as `0` for `O` or `rn` for `m`.
public struct OCRTransform: TextTransform {
    /// As pipelines spell it.
    public static let name = "ocr"
    /// How many words.
    public let share: WordShare

    /// The transform.
    public init(share: WordShare = .tenth) { self.share = share }

    /// Misreads words.
    public func apply(to pieces: inout WordPieces, _ random: inout SplitMix64) -> Int {
        CharacterConfusion.scanner.apply(to: &pieces, share, &random)
    }
}

/// What characters are taken for.
struct CharacterConfusion: Sendable {
    let table: [Character: [String]]

    /// Keys and their neighbors in the rows of a QWERTY keyboard; capitals keep their case.
    static let keyboard: CharacterConfusion = {
        let rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)
        var table: [Character: [String]] = [:]
        for (row, keys) in rows.enumerated() {
            for (place, key) in keys.enumerated() {
                // A row stands half a key to the right of the one above.
                let near =
                    [(row, place - 1), (row, place + 1), (row - 1, place), (row - 1, place + 1)]
                    + [(row + 1, place - 1), (row + 1, place)]
                let neighbors = near.filter { rows.indices.contains($0.0) && rows[$0.0].indices.contains($0.1) }
                    .map { String(rows[$0.0][$0.1]) }
                table[key] = neighbors
                for capital in key.uppercased() where capital != key {
                    table[capital] = neighbors.map { $0.uppercased() }
                }
            }
        }
        return CharacterConfusion(table: table)
    }()

    /// Pairs that optical character recognition mixes up.
    static let scanner = CharacterConfusion(table: [
        "0": ["o", "O"], "o": ["0"], "O": ["0", "Q"], "1": ["l", "I"], "l": ["1", "I"], "I": ["l", "1"],
        "5": ["S"], "S": ["5"], "s": ["5"], "8": ["B"], "B": ["8"], "6": ["b"], "b": ["6"], "9": ["g"],
        "g": ["9", "q"],
        "2": ["Z"], "Z": ["2"], "z": ["2"], "m": ["rn"], "w": ["vv"], "d": ["cl"], "e": ["c"], "c": ["e"],
        "u": ["v"], "v": ["u"], "h": ["b"], "t": ["f"], "f": ["t"], "i": ["j"], "j": ["i"], "D": ["O"], "Q": ["O"],
        "G": ["6"], "q": ["g"], "n": ["ri"],
    ])

    func apply(to pieces: inout WordPieces, _ share: WordShare, _ random: inout SplitMix64) -> Int {
        let candidates = pieces.words.indices.filter { place in pieces.words[place].contains { table[$0] != nil } }
        let chosen = share.draw(candidates, of: pieces.words.count, &random)
        for place in chosen {
            var characters = Array(pieces.words[place])
            let places = characters.indices.filter { table[characters[$0]] != nil }
            let hit = places[random.below(places.count)]
            guard let others = table[characters[hit]] else { continue }
            characters.replaceSubrange(hit...hit, with: others[random.below(others.count)])
            pieces.words[place] = String(characters)
        }
        return chosen.count
    }
}

/// Changes the case of words.
public struct CaseTransform: TextTransform {
    /// As pipelines spell it.
    public static let name = "case"
    /// What becomes of a word.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// All small.
        case lower
        /// All capital.
        case upper
        /// The first letter capital, the others small.
        case title
        /// One of the three by lot, for each word.
        case random
    }
    /// What becomes of a word.
    public let mode: Mode
    /// How many words.
    public let share: WordShare

    /// The transform.
    public init(mode: Mode = .random, share: WordShare = .tenth) {
        self.mode = mode
        self.share = share
    }

    /// Changes words that the mode makes different.
    public func apply(to pieces: inout WordPieces, _ random: inout SplitMix64) -> Int {
        let all = Array(pieces.words.indices)
        var changed = 0
        for place in share.draw(all, of: all.count, &random) {
            let modes: [Mode] = [.lower, .upper, .title]
            let chosen = mode == .random ? modes[random.below(3)] : mode
            let word = Self.spell(pieces.words[place], chosen)
            if word != pieces.words[place] { changed += 1 }
            pieces.words[place] = word
        }
        return changed
    }

    static func spell(_ word: String, _ mode: Mode) -> String {
        switch mode {
        case .lower, .random: word.lowercased()
        case .upper: word.uppercased()
        case .title: word.prefix(1).uppercased() + word.dropFirst().lowercased()
        }
    }
}
