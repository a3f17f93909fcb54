import TandemTabular
import Testing

@Suite struct TermWeightsTests {
    @Test func `terms and weights equal scikit-learn's under the same settings`() throws {
        let golden = try Fixture.load("tfidf")
        let texts = try #require(golden["texts"]?.array).compactMap(\.string)
        let unseen = try #require(golden["unseen"]?.array).compactMap(\.string)
        let cases = try #require(golden["cases"]?.array)
        #expect(cases.count == 4)
        for golden in cases {
            let options = TextOptions(
                longestTerm: try #require(golden["longest"]?.int), minimumTexts: try #require(golden["minimum"]?.int),
                maximumTerms: try #require(golden["maximum"]?.int),
                isSublinear: try #require(golden["sublinear"]?.bool as Bool?))
            let fitted = TermWeights.fit(texts, options: options)
            #expect(fitted.terms == golden["terms"]?.array?.compactMap(\.string))
            let idf = try #require(golden["idf"]?.array).compactMap(\.number)
            for (ours, theirs) in zip(fitted.inverseFrequencies, idf) { #expect(abs(ours - theirs) < 1e-12) }
            try compare(fitted, texts, golden["training"])
            try compare(fitted, unseen, golden["unseen"])
        }
    }

    private func compare(_ fitted: TermWeights, _ texts: [String], _ golden: JSONValue?) throws {
        let rows = try #require(golden?.array)
        #expect(rows.count == texts.count)
        for (text, row) in zip(texts, rows) {
            var dense = [Double](repeating: 0, count: fitted.terms.count)
            for (term, weight) in fitted.weights(text) { dense[term] = weight }
            let theirs = try #require(row.array).compactMap(\.number)
            #expect(theirs.count == dense.count)
            for (a, b) in zip(dense, theirs) { #expect(abs(a - b) < 1e-12, "\(text)") }
        }
    }

    @Test func `tokens know where they stand in Unicode scalars`() {
        let text = "Ä😀 Straße, e\u{301}té x NOW_2"
        let tokens = Tokenizer.tokens(text)
        let scalars = Array(text.unicodeScalars)
        #expect(tokens.map(\.word) == ["straße", "e\u{301}té", "now_2"])
        for token in tokens {
            let cut = String(String.UnicodeScalarView(scalars[token.scalars]))
            #expect(cut.lowercased() == token.word)
        }
    }

    @Test func `occurrences name words and pairs at their tokens`() {
        let fitted = TermWeights.fit(["free prize now", "free prize", "now"], options: TextOptions(minimumTexts: 1))
        let found = fitted.occurrences(Tokenizer.tokens("Prize: FREE prize!"))
        #expect(found.map { fitted.terms[$0.term] } == ["prize", "free", "prize", "free prize"])
        #expect(found.map(\.tokens) == [0..<1, 1..<2, 2..<3, 1..<3])
    }
}
