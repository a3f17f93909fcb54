import Crypto
import TandemLedger
import TandemTabular

/// Turns rows into items of a project: types, key, content hash, role.
///
/// Made once for many rows: it keeps the project's secret key ready.
public struct ItemRules: Sendable {
    private let schema: Schema
    private let key: SymmetricKey
    private let shares: RoleShares
    private let keyColumn: String?
    private let subjectColumn: String?
    private let features: [String]

    /// The rules of a project.
    public init(_ project: Project) {
        self.init(schema: project.schema, splitKey: project.splitKey, shares: project.settings.roleShares)
    }

    /// Rules from a schema, the secret key of the split and the shares of the roles.
    public init(schema: Schema, splitKey: [UInt8], shares: RoleShares) {
        self.schema = schema
        self.shares = shares
        key = SymmetricKey(data: splitKey)
        keyColumn = schema.columns(with: .key).first?.name
        subjectColumn = schema.columns(with: .subject).first?.name
        features = schema.features.map(\.name)
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
        guard let members = row.object else {
            throw Problem(.invalid, "bad_item", "An item is a JSON object, not \(row.kind).", at: "/item")
        }
        do throws(RowProblem) {
            return try ItemRules(project).prepare(RawRow(line: 1, values: members), fallbackKey: fallbackKey)
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
        let draw = KeyedCoin.draw(bytes, key: key)
        if draw < shares.train { return .train }
        return draw < shares.train + shares.calibrate ? .calibrate : .evaluate
    }

    private func prepare(
        _ content: [String: JSONValue], line: Int, fallbackKey: String?
    ) throws(JSONError) -> PreparedItem {
        let text = try JSONValue.object(content).canonicalBytes
        var featureBytes = text
        if features.count < schema.columns.count {
            var chosen = [String: JSONValue](minimumCapacity: features.count)
            for name in features { chosen[name] = content[name] }
            featureBytes = try JSONValue.object(chosen).canonicalBytes
        }
        let hash = Array(SHA256.hash(data: featureBytes))
        let name = try keyColumn.flatMap { content[$0] }.map(Self.text) ?? fallbackKey ?? Self.hex(hash.prefix(16))
        return PreparedItem(
            key: name, contentText: String(decoding: text, as: UTF8.self), content: content, hash: hash,
            role: role(ofCanonical: featureBytes), subject: try subjectColumn.flatMap { content[$0] }.map(Self.text))
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
