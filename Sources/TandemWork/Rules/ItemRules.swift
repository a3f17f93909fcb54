import Crypto
import TandemLedger
import TandemTabular

/// Turns rows into items of a project: types, key, content hash, role.
///
/// Made once for many rows: it keeps the project's secret key ready.
public struct ItemRules: Sendable {
    private let schema: Schema
    private let coin: KeyedCoin
    private let shares: RoleShares
    private let keyColumn: String?
    private let subjectColumn: String?
    /// The columns in the order of canonical JSON, each with its key as JSON writes it.
    private let printed: [(name: String, key: [UInt8], isFeature: Bool)]

    /// The rules of a project.
    public init(_ project: Project) {
        self.init(schema: project.schema, splitKey: project.splitKey, shares: project.settings.roleShares)
    }

    /// Rules from a schema, the secret key of the split and the shares of the roles.
    public init(schema: Schema, splitKey: [UInt8], shares: RoleShares) {
        self.schema = schema
        self.shares = shares
        coin = KeyedCoin(key: splitKey)
        keyColumn = schema.columns(with: .key).first?.name
        subjectColumn = schema.columns(with: .subject).first?.name
        let features = Set(schema.features.map(\.name))
        printed = schema.columns.map(\.name).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
            var key: [UInt8] = []
            JSONValue.print(name, into: &key)
            return (name, key + [UInt8(ascii: ":")], features.contains(name))
        }
    }

    /// Checks one row against the schema and makes the item's content of it.
    ///
    /// - Parameters:
    ///   - row: a row as it was read.
    ///   - fallbackKey: the key when the schema has no key column; nil makes the content's hash the key.
    /// - Returns: the item's content, key, hash, role and subject.
    /// - Throws: `RowProblem` with the line and the column that is wrong.
    public func prepare(_ row: RawRow, fallbackKey: String? = nil) throws(RowProblem) -> PreparedItem {
        let content = try schema.convert(row, allowsUnknownColumns: false)
        do throws(JSONError) {
            return try prepare(content, line: row.line, fallbackKey: fallbackKey)
        } catch {
            throw RowProblem(line: row.line, code: .wrongType, message: error.description)
        }
    }

    /// Checks one JSON object against the project's schema and makes an item's content of it.
    /// - Throws: `Problem` invalid that names the column.
    public static func prepare(
        row: JSONValue, project: Project, fallbackKey: String? = nil
    ) throws(Problem) -> PreparedItem {
        try ItemRules(project).prepare(json: row, fallbackKey: fallbackKey)
    }

    /// Checks one JSON object against the schema and makes an item's content of it.
    /// - Throws: `Problem` invalid that names the column.
    public func prepare(json row: JSONValue, fallbackKey: String? = nil) throws(Problem) -> PreparedItem {
        guard let members = row.object else {
            throw Problem(.invalid, "bad_item", "An item is a JSON object, not \(row.kind).", at: "/item")
        }
        do throws(RowProblem) {
            return try prepare(RawRow(line: 1, values: members), fallbackKey: fallbackKey)
        } catch {
            throw Problem(
                .invalid, "bad_item", error.message + (error.column.map { " (column \($0))" } ?? ""),
                at: error.column.map { "/item/\($0)" } ?? "/item", facts: ["reason": error.code.rawValue])
        }
    }

    /// The role of an item whose feature columns hold these canonical bytes; equal contents have equal roles.
    ///
    /// HMAC-SHA256 with the project's key as a number in [0, 1), compared with the shares.
    public func role(ofCanonical bytes: [UInt8]) -> ItemRole {
        let draw = coin.draw(bytes)
        if draw < shares.train { return .train }
        return draw < shares.train + shares.calibrate ? .calibrate : .evaluate
    }

    private func prepare(
        _ content: [String: JSONValue], line: Int, fallbackKey: String?
    ) throws(JSONError) -> PreparedItem {
        let (text, featureBytes) = try canonical(content)
        let hash = Array(SHA256.hash(data: featureBytes))
        let name = try keyColumn.flatMap { content[$0] }.map(Self.text) ?? fallbackKey ?? Self.hex(hash.prefix(16))
        return PreparedItem(
            key: name, contentText: String(decoding: text, as: UTF8.self), content: content, hash: hash,
            role: role(ofCanonical: featureBytes), subject: try subjectColumn.flatMap { content[$0] }.map(Self.text))
    }

    /// The canonical JSON of the content and of its features alone, without sorting the columns for each row.
    private func canonical(_ content: [String: JSONValue]) throws(JSONError) -> (all: [UInt8], features: [UInt8]) {
        var all = [UInt8(ascii: "{")]
        var chosen = [UInt8(ascii: "{")]
        all.reserveCapacity(32 * printed.count)
        chosen.reserveCapacity(32 * printed.count)
        for column in printed {
            guard let value = content[column.name] else { continue }
            if all.count > 1 { all.append(UInt8(ascii: ",")) }
            let start = all.count
            all.append(contentsOf: column.key)
            try value.print(into: &all)
            guard column.isFeature else { continue }
            if chosen.count > 1 { chosen.append(UInt8(ascii: ",")) }
            chosen.append(contentsOf: all[start...])
        }
        all.append(UInt8(ascii: "}"))
        chosen.append(UInt8(ascii: "}"))
        return (all, chosen)
    }

    private static func text(_ value: JSONValue) throws(JSONError) -> String {
        if let text = value.string { return text }
        return try value.canonicalString
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
