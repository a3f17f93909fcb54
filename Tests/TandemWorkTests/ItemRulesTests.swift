import TandemLedger
import TandemTabular
import TandemWork
import Testing

struct ItemRulesTests {
    private func rules(_ seed: UInt8 = 1, shares: RoleShares = RoleShares()) throws -> ItemRules {
        let schema = try Schema([
            Column("id", .category, role: .key, isRequired: true), Column("amount", .number), Column("note", .text),
            Column("truth", .category, role: .target), Column("person", .category, role: .subject),
        ])
        return ItemRules(schema: schema, splitKey: [UInt8](repeating: seed, count: 32), shares: shares)
    }

    private func row(_ id: String, _ amount: JSONValue, line: Int = 1, truth: String = "x") -> RawRow {
        RawRow(line: line, values: ["id": .string(id), "amount": amount, "note": "n", "truth": .string(truth)])
    }

    @Test func `items of the same content have the same role, whatever their key and truth`() throws {
        let rules = try rules()
        for amount in 0..<300 {
            let first = try rules.prepare(row("a\(amount)", .number(Double(amount)), truth: "yes"))
            let second = try rules.prepare(row("b\(amount)", .string("\(amount).0"), truth: "no"))
            #expect(first.role == second.role && first.hash == second.hash && first.key != second.key)
        }
    }

    @Test func `the roles take their shares, and another key draws another split`() throws {
        let (first, second) = (try rules(1), try rules(2))
        var counts: [ItemRole: Int] = [:]
        var different = 0
        for amount in 0..<4000 {
            let role = try first.prepare(row("k", .number(Double(amount)))).role
            counts[role, default: 0] += 1
            if try second.prepare(row("k", .number(Double(amount)))).role != role { different += 1 }
        }
        // Four standard deviations of 4,000 draws are below 0.032.
        #expect(abs(Double(counts[.train] ?? 0) / 4000 - 0.5) < 0.032)
        #expect(abs(Double(counts[.calibrate] ?? 0) / 4000 - 0.3) < 0.032)
        #expect(abs(Double(counts[.evaluate] ?? 0) / 4000 - 0.2) < 0.032)
        #expect(different > 1000)
    }

    @Test func `a derived item inherits train, whatever role its own content would draw`() throws {
        let rules = try rules()
        var drawn: Set<ItemRole> = []
        for amount in 0..<300 {
            let derived = row("d\(amount)", .number(Double(amount) + 0.5))
            drawn.insert(try rules.prepare(derived).role)
            let item = try rules.prepare(derived: .object(derived.values), from: [.train, .train])
            let plain = try rules.prepare(derived)
            #expect(item.role == .train && item.hash == plain.hash)
        }
        #expect(drawn == Set(ItemRole.allCases))
    }

    @Test func `nothing is derived of an item that calibrates or evaluates`() throws {
        let rules = try rules()
        for parents: [ItemRole] in [[.evaluate], [.calibrate], [.train, .evaluate], [.calibrate, .train], []] {
            let problem = #expect(throws: Problem.self) {
                try rules.prepare(derived: .object(row("d", 1).values), from: parents)
            }
            #expect(problem?.code == "derived_not_for_training")
        }
    }

    @Test func `a row that does not fit names line and column`() throws {
        let rules = try rules()
        let wrong = #expect(throws: RowProblem.self) { try rules.prepare(row("a", "many", line: 7)) }
        #expect(wrong?.line == 7 && wrong?.column == "amount" && wrong?.code == .wrongType)
        let missing = #expect(throws: RowProblem.self) { try rules.prepare(RawRow(line: 8, values: ["amount": 1])) }
        #expect(missing?.line == 8 && missing?.column == "id" && missing?.code == .missingValue)
        let unknown = #expect(throws: RowProblem.self) {
            try rules.prepare(RawRow(line: 9, values: ["id": "a", "color": "red"]))
        }
        #expect(unknown?.column == "color" && unknown?.code == .unknownColumn)
    }

    @Test func `without a key column the content names the item`() throws {
        let schema = try Schema([Column("amount", .number)])
        let rules = ItemRules(schema: schema, splitKey: [1], shares: RoleShares())
        let one = try rules.prepare(RawRow(line: 1, values: ["amount": 1]))
        let same = try rules.prepare(RawRow(line: 2, values: ["amount": "1"]))
        #expect(one.key == same.key && one.key.count == 32)
        #expect(try rules.prepare(RawRow(line: 1, values: ["amount": 2])).key != one.key)
    }
}
