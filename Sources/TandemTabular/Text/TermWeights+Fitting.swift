import Foundation

extension TermWeights {
    /// Learns terms and their weights from training texts; nil is no text but counts as one without words.
    public static func fit(_ texts: [String?], options: TextOptions = TextOptions()) -> TermWeights {
        var counter = TermCounter()
        for text in texts {
            counter.add(Tokenizer.tokens(text ?? ""), pairs: options.longestTerm == 2)
        }
        var kept = counter.terms.filter { $0.texts >= options.minimumTexts }
        if kept.count > options.maximumTerms {
            kept.sort { $0.total != $1.total ? $0.total > $1.total : Self.precedes($0.term, $1.term) }
            kept.removeLast(kept.count - options.maximumTerms)
        }
        kept.sort { Self.precedes($0.term, $1.term) }
        let total = Double(texts.count)
        return TermWeights(
            terms: kept.map(\.term),
            inverseFrequencies: kept.map { log((1 + total) / (1 + Double($0.texts))) + 1 },
            options: options)
    }

    private static func precedes(_ first: String, _ second: String) -> Bool {
        first.utf8.lexicographicallyPrecedes(second.utf8)
    }
}

/// Counts in how many texts, and how often in all, words and pairs occur.
private struct TermCounter {
    private struct Count {
        var texts = 0
        var total = 0
        var lastText = -1

        mutating func see(in text: Int) {
            total += 1
            if lastText != text { texts += 1 }
            lastText = text
        }
    }

    private var codes: [String: Int32] = [:]
    private var words: [(word: String, count: Count)] = []
    private var pairs: [UInt64: Count] = [:]
    private var texts = 0

    mutating func add(_ tokens: [TextToken], pairs countsPairs: Bool) {
        var previous: Int32?
        for token in tokens {
            let code = codes[token.word] ?? Int32(words.count)
            if Int(code) == words.count {
                codes[token.word] = code
                words.append((token.word, Count()))
            }
            words[Int(code)].count.see(in: texts)
            if countsPairs, let previous {
                pairs[UInt64(previous) << 32 | UInt64(code), default: Count()].see(in: texts)
            }
            previous = code
        }
        texts += 1
    }

    var terms: [(term: String, texts: Int, total: Int)] {
        words.map { ($0.word, $0.count.texts, $0.count.total) }
            + pairs.map { key, count in
                ("\(words[Int(key >> 32)].word) \(words[Int(key & 0xFFFF_FFFF)].word)", count.texts, count.total)
            }
    }
}
