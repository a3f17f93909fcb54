import TandemNumerics

/// Texts as sets of hashed runs of letters, and an index that finds those with much in common.
struct ShingleIndex {
    /// Letters of a run.
    static let length = 5
    /// Bands of rows: at a similarity of 0.8 a pair is missed with probability (1 − 0.8⁴)³², 5 in 10⁸.
    private static let bands = 32
    private static let rows = 4
    /// Most texts of one bucket that a text is compared with.
    private static let most = 64

    private let sets: [[UInt64]]
    private let signatures: [[UInt64]]

    init(_ texts: [String], threads: Int) {
        let parts = Blocks(count: texts.count, size: 256).map(threads: threads) { block in
            block.map { index -> (set: [UInt64], signature: [UInt64]) in
                let set = Self.shingles(texts[index])
                return (set, set.isEmpty ? [] : Self.signature(set))
            }
        }
        sets = parts.flatMap { $0.map(\.set) }
        signatures = parts.flatMap { $0.map(\.signature) }
    }

    /// Pairs that reach the similarity, with it; enough of them to join every group.
    func pairs(similarity: Double) -> [(Int, Int, Double)] {
        var pairs: [(Int, Int, Double)] = []
        var groups = Groups(count: sets.count)
        var exact: [[UInt64]: Int] = [:]
        var different: [Int] = []
        for text in sets.indices where !sets[text].isEmpty {
            if let first = exact[sets[text]] {
                pairs.append((first, text, 1))
                groups.join(first, text)
            } else {
                exact[sets[text]] = text
                different.append(text)
            }
        }
        for band in 0..<Self.bands {
            var buckets: [[UInt64]: [Int]] = [:]
            for text in different {
                let key = Array(signatures[text][(band * Self.rows)..<((band + 1) * Self.rows)])
                let there = buckets[key] ?? []
                for other in there.prefix(Self.most) where groups.root(other) != groups.root(text) {
                    let common = Self.jaccard(sets[other], sets[text])
                    guard common >= similarity else { continue }
                    pairs.append((other, text, common))
                    groups.join(other, text)
                }
                buckets[key, default: []].append(text)
            }
        }
        return pairs
    }

    /// The sorted hashes of all runs of letters; a shorter text is one run.
    private static func shingles(_ text: String) -> [UInt64] {
        var letters: [UInt32] = []
        var wantsGap = false
        for scalar in text.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || scalar.properties.generalCategory == .nonspacingMark
                || scalar.properties.generalCategory == .otherSymbol
            {
                if wantsGap && !letters.isEmpty { letters.append(0x20) }
                wantsGap = false
                letters.append(scalar.value)
            } else {
                wantsGap = true
            }
        }
        guard !letters.isEmpty else { return [] }
        let starts = max(1, letters.count - length + 1)
        let hashes = (0..<starts).map { start in
            letters[start..<min(letters.count, start + length)].reduce(UInt64(0x9E37_79B9_7F4A_7C15)) {
                mix($0 ^ UInt64($1))
            }
        }
        var distinct: [UInt64] = []
        for hash in hashes.sorted() where distinct.last != hash { distinct.append(hash) }
        return distinct
    }

    private static func signature(_ set: [UInt64]) -> [UInt64] {
        (0..<(bands * rows)).map { place in
            let salt = mix(UInt64(place) &+ 0xD605_BBB5_8C8A_BC47)
            var least = UInt64.max
            for hash in set { least = min(least, mix(hash ^ salt)) }
            return least
        }
    }

    private static func jaccard(_ first: [UInt64], _ second: [UInt64]) -> Double {
        var (a, b, common) = (0, 0, 0)
        while a < first.count, b < second.count {
            if first[a] == second[b] { common += 1 }
            let step = first[a]
            if step <= second[b] { a += 1 }
            if second[b] <= step { b += 1 }
        }
        return Double(common) / Double(first.count + second.count - common)
    }

    /// SplitMix64's finisher.
    private static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
