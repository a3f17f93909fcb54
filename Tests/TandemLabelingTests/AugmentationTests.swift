import TandemNumerics
import Testing

@testable import TandemLabeling

@Suite struct AugmentationTests {
    private static let transforms: [any TextTransform] = [
        SwapTransform(), DeleteTransform(), KeyboardTransform(), OCRTransform(), CaseTransform(),
        SynonymTransform(lexicon: ["prize": ["award"], "noon": ["midday"]]),
    ]

    @Test(arguments: [
        "", " ", "one", "Hello, world!  How's  it?", "line\r\nbreak", "e\u{301}te\u{301} 👩‍👩‍👧 नमस्ते", "日本語 text", "tail ",
    ])
    func `a text cut into words and joined again is the same bytes`(text: String) {
        #expect(Array(WordPieces(text).text.utf8) == Array(text.utf8))
        #expect(WordPieces(text).gaps.count == WordPieces(text).words.count + 1)
    }

    @Test func `no transform tears a grapheme cluster`() {
        let text = "Cafe\u{301} 👩🏽‍🚀 family 👨‍👩‍👧‍👦 flags 🇩🇪🇫🇷 नमस्ते prize dogs noon over"
        let allowed = Set(text)
        for transform in Self.transforms {
            for seed in 0..<200 {
                var pieces = WordPieces(text)
                var random = SplitMix64(seed: UInt64(seed))
                _ = transform.apply(to: &pieces, &random)
                // Each cluster is an old one or plain: nothing new is glued from the scalars of a torn one.
                for character in pieces.text where !allowed.contains(character) {
                    #expect(
                        character.isASCII || character.lowercased() == "e\u{301}", "\(transform.name): \(character)")
                }
            }
        }
    }

    @Test func `each transform changes words and says how many`() {
        let text = "Claim your free prize before noon tomorrow or lose all of it"
        for transform in Self.transforms {
            var random = SplitMix64(seed: 4)
            var pieces = WordPieces(text)
            let changed = transform.apply(to: &pieces, &random)
            #expect((changed > 0) == (pieces.text != text), "\(transform.name)")
            var again = SplitMix64(seed: 4)
            var other = WordPieces(text)
            #expect(transform.apply(to: &other, &again) == changed && other == pieces)
        }
    }

    @Test func `texts too short for a transform are left alone`() {
        for transform in Self.transforms {
            for text in ["", "...", "!?"] {
                var random = SplitMix64(seed: 1)
                var pieces = WordPieces(text)
                #expect(transform.apply(to: &pieces, &random) == 0 && pieces.text == text, "\(transform.name)")
            }
        }
        var random = SplitMix64(seed: 1)
        var single = WordPieces("word")
        #expect(DeleteTransform(share: WordShare(1) ?? .tenth).apply(to: &single, &random) == 0)
        var several = WordPieces("all of these words")
        _ = DeleteTransform(share: WordShare(1) ?? .tenth).apply(to: &several, &random)
        #expect(several.words.count == 1)
    }

    @Test func `a keyboard error is a key beside the right one, in the same case`() {
        #expect(Set(CharacterConfusion.keyboard.table["s"] ?? []) == ["a", "d", "w", "e", "z", "x"])
        #expect(Set(CharacterConfusion.keyboard.table["S"] ?? []) == ["A", "D", "W", "E", "Z", "X"])
        for (key, neighbors) in CharacterConfusion.keyboard.table {
            #expect(!neighbors.isEmpty && !neighbors.contains(String(key)))
        }
    }

    @Test func `synonyms keep capitals, and words without one come from embeddings if given`() {
        let vectors = WordVectors(
            words: ["cat", "kitten", "car"], vectors: Matrix([[1, 0.1], [0.9, 0.2], [-0.2, 1]]))
        #expect(vectors.neighbors(of: "cat", count: 5, similarity: 0.7) == ["kitten"])
        #expect(vectors.neighbors(of: "dog", count: 5, similarity: 0).isEmpty)
        let transform = SynonymTransform(
            share: WordShare(1) ?? .tenth, lexicon: ["big": ["large"]], vectors: vectors,
            vocabulary: ["big", "cat", "dog"])
        var random = SplitMix64(seed: 1)
        var pieces = WordPieces("Big CAT, dog")
        #expect(transform.apply(to: &pieces, &random) == 2)
        #expect(pieces.text == "Large KITTEN, dog")
    }

    @Test func `interpolated numbers lie between two rows of one class`() {
        var random = SplitMix64(seed: 2)
        let classes = (0..<60).map { $0 % 2 }
        let numbers = classes.map { Double($0) * 100 + random.uniform() }
        let table = AugmentationTable(rows: 60, numbers: ["x": numbers], classes: classes)
        let pipeline = AugmentationPipeline(
            copies: 3, steps: [.interpolate(InterpolationStep(columns: ["x"], neighbors: 4))])
        let parents = Array(0..<40)
        let rows = pipeline.derive(table, parents: parents, seed: 1).rows
        #expect(rows.count > 100)
        for row in rows {
            guard let partner = row.partner, let value = row.numbers["x"] else { return #expect(Bool(false)) }
            #expect(classes[partner] == classes[row.parent] && partner < 40 && partner != row.parent)
            #expect(value >= min(numbers[row.parent], numbers[partner]))
            #expect(value <= max(numbers[row.parent], numbers[partner]))
        }
    }

    @Test func `noise has the asked-for size, whole numbers stay whole and gaps stay gaps`() {
        let values = (0..<4_000).map { Double($0 % 100) * 0.5 }
        let table = AugmentationTable(
            rows: 4_000, numbers: ["x": values, "n": values.map { $0.rounded() }, "gap": values.map { _ in .nan }])
        let pipeline = AugmentationPipeline(
            copies: 1, steps: [.noise(NoiseStep(columns: ["x", "n", "gap"], scale: 0.5))])
        let rows = pipeline.derive(table, parents: Array(0..<4_000), seed: 3).rows
        let column = NumberColumn(values, rows: Array(0..<4_000))
        let shifts = rows.compactMap { row in row.numbers["x"].map { $0 - values[row.parent] } }
        let spread = (shifts.reduce(0) { $0 + $1 * $1 } / Double(shifts.count)).squareRoot()
        #expect(abs(spread / (0.5 * column.deviation) - 1) < 0.05)
        #expect(rows.allSatisfy { $0.numbers["gap"] == nil })
        #expect(rows.allSatisfy { $0.numbers["n"].map { $0 == $0.rounded() } ?? true })
    }

    @Test func `the same seed gives the same rows at any number of threads`() {
        let table = AugmentationTable(
            rows: 2_000, texts: ["t": (0..<2_000).map { "claim your free prize number \($0) before noon" }])
        let pipeline = AugmentationPipeline(
            copies: 2, steps: Self.transforms.map { .text(column: "t", $0) })
        let one = pipeline.derive(table, parents: Array(0..<2_000), seed: 9, threads: 1)
        #expect(one == pipeline.derive(table, parents: Array(0..<2_000), seed: 9, threads: 4))
        #expect(one != pipeline.derive(table, parents: Array(0..<2_000), seed: 10, threads: 4))
        // A row's copies do not depend on which other rows are parents.
        let part = pipeline.derive(table, parents: [1_999], seed: 9)
        #expect(part.rows == one.rows.filter { $0.parent == 1_999 })
    }

    @Test func `copies that come out like their parents are left out and counted`() {
        let table = AugmentationTable(rows: 2, texts: ["t": ["one", "two words"]])
        let result = AugmentationPipeline(copies: 1, steps: [.text(column: "t", SwapTransform())])
            .derive(table, parents: [0, 1], seed: 1)
        #expect(result.rows.map(\.parent) == [1] && result.unchanged == 1)
    }
}

@Suite struct DerivedRowsTests {
    @Test func `whatever the split, no derived row is evaluated on, and none is trained on whose parents are not`() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<200 {
            var parents: [[String]] = (0..<20).map { _ in [] }
            for row in 20..<60 {
                parents.append((0...random.below(2)).map { _ in "\(random.below(row))" })
            }
            let ids = (0..<60).map(String.init)
            let rows = DerivedRows(ids: ids, parents: parents)
            let order = random.permutation(20)
            let evaluated = Set(rows.evaluation(from: order.prefix(6)))
            let trained = rows.training(from: order.dropFirst(6))
            #expect(rows.evaluation(from: Array(0..<60)) == Array(0..<20))
            func ancestors(_ row: Int) -> Set<Int> {
                rows.parents[row].reduce(into: [row]) { $0.formUnion(ancestors($1)) }
            }
            for row in trained { #expect(ancestors(row).isDisjoint(with: evaluated)) }
            let refused = Set(0..<60).subtracting(trained)
            for row in refused { #expect(!ancestors(row).isDisjoint(with: evaluated)) }
        }
    }

    @Test func `a row whose parents are unknown, missing or a ring belongs nowhere`() {
        let rows = DerivedRows(
            ids: ["a", "b", "c", "d", "e"], parents: [[], ["gone"], ["c"], ["e"], ["d"]])
        #expect(rows.training(from: Array(0..<5)) == [0])
        #expect(rows.evaluation(from: Array(0..<5)) == [0])
    }

    @Test func `a role is inherited from parents that are all for training, or refused`() {
        #expect(DerivedRows.role(ofParents: ["train", "train"], training: "train") == "train")
        #expect(DerivedRows.role(ofParents: ["train", "evaluate"], training: "train") == nil)
        #expect(DerivedRows.role(ofParents: ["calibrate"], training: "train") == nil)
        #expect(DerivedRows.role(ofParents: [String](), training: "train") == nil)
    }
}
