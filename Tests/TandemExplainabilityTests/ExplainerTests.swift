import TandemExplainability
import TandemModeling
import TandemNumerics
import TandemTabular
import Testing

@Suite struct ExplainerTests {
    private let rows: [[String: JSONValue]] = {
        var random = SplitMix64(seed: 1)
        let words = ["free", "prize", "call", "meeting", "lunch", "Ärger", "now"]
        return (0..<200).map { _ in
            var row: [String: JSONValue] = [
                "amount": .number(random.normal() * 10), "country": ["US", "DE"][random.below(2)],
            ]
            let picked = (0..<random.below(6)).map { _ in words[random.below(words.count)] }
            row["note"] = .string(picked.joined(separator: " "))
            if random.below(5) == 0 { row["amount"] = nil }
            return row
        }
    }()

    private func label(_ row: [String: JSONValue]) -> String {
        let isFree = row["note"]?.string?.contains("free") ?? false
        return (row["amount"]?.number ?? -5) / 10 + (isFree ? 2 : 0) > 0.5 ? "fraud" : "fine"
    }

    private func models(classes: Int = 2) throws -> [ModelArtifact] {
        let schema = try Schema([Column("amount", .number), Column("country", .category), Column("note", .text)])
        let labels = rows.map { classes == 3 && $0["country"] == "DE" ? "german" : label($0) }
        let set = try TrainingSet(frame: Frame(schema: schema, rows: rows), labels: labels)
        return [try LogisticRegression().fit(set, seed: 1), try GradientBoosting(rounds: 30).fit(set, seed: 1)]
    }

    @Test(arguments: [2, 3]) func `contributions add up to the margin of every class`(classes: Int) throws {
        for model in try models(classes: classes) {
            let explainer = Explainer(model)
            for row in rows.prefix(50) + [[:], ["country": "never seen", "note": "unheard words"]] {
                let margins = try model.margins(row)
                for (place, name) in model.classes.enumerated() {
                    let explanation = try explainer.explain(row, of: name)
                    let margin = classes == 2 ? (place == 0 ? -margins[0] : margins[0]) : margins[place]
                    #expect(explanation.margin == margin)
                    let sum = explanation.base + explanation.contributions.reduce(0) { $0 + $1.amount }
                    #expect(abs(sum - margin) < 1e-5)
                    #expect(Set(explanation.contributions.map(\.column)) == ["amount", "country", "note"])
                }
            }
        }
    }

    @Test func `the words and the rest make up the text's contribution`() throws {
        for model in try models() {
            let explainer = Explainer(model)
            for row in rows.prefix(50) {
                let explanation = try explainer.explain(row, of: "fraud")
                let text = try #require(explanation.texts.first)
                let column = try #require(explanation.contributions.first { $0.column == "note" })
                let sum = text.words.reduce(text.rest) { $0 + $1.amount }
                #expect(abs(sum - column.amount) < 1e-9)
                let scalars = Array((row["note"]?.string ?? "").unicodeScalars)
                for word in text.words {
                    #expect(String(String.UnicodeScalarView(scalars[word.scalars])).lowercased() == word.word)
                }
            }
        }
    }

    @Test func `a telling word and a telling number stand out`() throws {
        for model in try models() {
            let told = try Explainer(model).explain(
                ["amount": 0, "country": "US", "note": "lunch free meeting"], of: "fraud")
            #expect(told.contributions.first?.column == "note")
            #expect(told.texts.first?.words.max { $0.amount < $1.amount }?.word == "free")
            let rich = try Explainer(model).explain(["amount": 25, "country": "US", "note": "lunch"], of: "fraud")
            let amount = try #require(rich.contributions.first { $0.column == "amount" })
            #expect(amount.amount > 0.5)
            #expect(amount.value == 25)
        }
    }

    @Test func `without a class the likeliest is explained, and JSON says the unit`() throws {
        let model = try models()[0]
        let fraud = try Explainer(model).explain(["amount": 30, "country": "US", "note": "free"])
        let fine = try Explainer(model).explain(["amount": -30, "country": "US", "note": "lunch"])
        #expect(fraud.className == "fraud" && fraud.margin > 0)
        #expect(fine.className == "fine" && fine.margin > 0)
        #expect(fraud.json["unit"] == "margin")
        #expect(fraud.json["contributions"]?[0]?["feature"]?.string == fraud.contributions.first?.column)
        #expect(throws: RowProblem.self) { try Explainer(model).explain(["amount": "many"]) }
    }
}
