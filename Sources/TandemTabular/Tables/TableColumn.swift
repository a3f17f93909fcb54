/// A column of names, each value a place in `names`: classes, workers, ids.
public struct Codes: Sendable, Hashable {
    /// The value of each row as a place in `names`; −1 where missing.
    public var codes: [Int32]
    /// The names, in order of first appearance.
    public var names: [String]

    /// A column from its parts.
    public init(codes: [Int32], names: [String]) {
        self.codes = codes
        self.names = names
    }

    /// The name in a row; nil where missing.
    public subscript(row: Int) -> String? { codes[row] < 0 ? nil : names[Int(codes[row])] }

    /// The same values with the names sorted by Unicode scalars, so that their order does not depend on the rows'.
    public var sorted: Codes {
        let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
        var places = [Int32](repeating: 0, count: names.count)
        for (place, old) in order.enumerated() { places[old] = Int32(place) }
        return Codes(codes: codes.map { $0 < 0 ? -1 : places[Int($0)] }, names: order.map { names[$0] })
    }
}

/// What to read out of a column of a file.
public struct ColumnRequest: Sendable, Hashable {
    /// How the values are kept.
    public enum Kind: Sendable, Hashable {
        /// Names, each kept once.
        case codes
        /// Decimal numbers.
        case numbers
        /// Texts as they stand.
        case texts
    }

    /// The column's name.
    public let name: String
    /// How the values are kept.
    public let kind: Kind
    /// Whether a row without a value is refused.
    public let isRequired: Bool

    /// Names, each kept once; a missing one is −1 where that is allowed.
    public static func codes(_ name: String, isRequired: Bool = true) -> ColumnRequest {
        ColumnRequest(name: name, kind: .codes, isRequired: isRequired)
    }

    /// Finite decimal numbers; a missing one is NaN where that is allowed.
    public static func numbers(_ name: String, isRequired: Bool = true) -> ColumnRequest {
        ColumnRequest(name: name, kind: .numbers, isRequired: isRequired)
    }

    /// Texts; a missing one is empty where that is allowed.
    public static func texts(_ name: String, isRequired: Bool = false) -> ColumnRequest {
        ColumnRequest(name: name, kind: .texts, isRequired: isRequired)
    }
}
