/// What kind of values a column holds.
public enum ColumnType: String, Sendable, Hashable, CaseIterable {
    /// Finite numbers.
    case number
    /// One of a set of names.
    case category
    /// Running text.
    case text
    /// True or false.
    case boolean
    /// A moment, as RFC 3339 text or seconds since 1970.
    case time
}

/// What a column means for the people and models that see it.
public enum ColumnRole: String, Sendable, Hashable, CaseIterable {
    /// Names the item in the outside world.
    case key
    /// Names the person whom the item is about.
    case subject
    /// Personal data; never shown to external workers.
    case personal
    /// A protected attribute; never a feature, never shown to external workers.
    case sensitive
    /// When it happened.
    case time
    /// What is to be predicted.
    case target
    /// What predictions may use.
    case feature
}

/// One column of a schema.
public struct Column: Sendable, Hashable {
    /// The name, unique in its schema.
    public var name: String
    /// What kind of values it holds.
    public var type: ColumnType
    /// What it means.
    public var role: ColumnRole
    /// Whether every row must have a value.
    public var isRequired: Bool
    /// What the people who see it should know about it, in a sentence; shown beside the value.
    public var help: String?

    /// A column; by default an optional feature.
    public init(
        _ name: String, _ type: ColumnType, role: ColumnRole = .feature, isRequired: Bool = false, help: String? = nil
    ) {
        self.name = name
        self.type = type
        self.role = role
        self.isRequired = isRequired
        self.help = help
    }

    /// The column as `{"name", "type", "role", "required", "help"?}`.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "name": .string(name), "type": .string(type.rawValue), "role": .string(role.rawValue),
            "required": .bool(isRequired),
        ]
        if let help { members["help"] = .string(help) }
        return .object(members)
    }

    /// Reads what `json` prints; a missing role means feature, a missing `required` false.
    public init(json: JSONValue) throws(JSONError) {
        guard let name = json["name"]?.string, !name.isEmpty else {
            throw JSONError(.unexpectedShape, detail: "a column needs a name")
        }
        guard let type = json["type"]?.string.flatMap(ColumnType.init(rawValue:)) else {
            throw JSONError(
                .unexpectedShape, detail: "column \(name) needs a type: number, category, text, boolean, time")
        }
        let word = json["role"]?.string ?? ColumnRole.feature.rawValue
        guard let role = ColumnRole(rawValue: word) else {
            throw JSONError(.unexpectedShape, detail: "column \(name) has the unknown role \(word)")
        }
        let help = json["help"]?.string
        guard (help?.count ?? 0) <= 500 else {
            throw JSONError(.unexpectedShape, detail: "the help of column \(name) is longer than 500 characters")
        }
        self.init(name, type, role: role, isRequired: json["required"]?.bool ?? false, help: help)
    }
}

/// The typed columns that rows of a table or items of a project have.
public struct Schema: Sendable, Hashable {
    /// The columns, in the order they are shown.
    public let columns: [Column]
    private let places: [String: Int]

    /// A schema of `columns`; throws `unexpectedShape` when two have one name.
    public init(_ columns: [Column]) throws(JSONError) {
        var places: [String: Int] = [:]
        for (place, column) in columns.enumerated() where places.updateValue(place, forKey: column.name) != nil {
            throw JSONError(.unexpectedShape, detail: "two columns are named \(column.name)")
        }
        self.columns = columns
        self.places = places
    }

    /// The schema as `{"columns": […]}`.
    public var json: JSONValue { ["columns": .array(columns.map(\.json))] }

    /// Reads what `json` prints.
    public init(json: JSONValue) throws(JSONError) {
        guard let listed = json["columns"]?.array else {
            throw JSONError(.unexpectedShape, detail: "a schema needs columns")
        }
        var columns: [Column] = []
        for column in listed { columns.append(try Column(json: column)) }
        try self.init(columns)
    }

    /// Place of the column named `name`, or nil.
    public func place(of name: String) -> Int? { places[name] }

    /// The column named `name`, or nil.
    public subscript(name: String) -> Column? { places[name].map { columns[$0] } }

    /// The columns with one of `roles`, in order.
    public func columns(with roles: ColumnRole...) -> [Column] { columns.filter { roles.contains($0.role) } }

    /// The columns predictions may use, in order.
    public var features: [Column] { columns(with: .feature) }

    /// Turns a raw row into typed values: texts from CSV become numbers, truth values and times where the schema says so.
    ///
    /// Missing values are left out. Throws the row's first problem: a value of the wrong type, a required value that is
    /// missing, or, when `allowsUnknownColumns` is false, a column the schema does not know.
    public func convert(_ row: RawRow, allowsUnknownColumns: Bool = true) throws(RowProblem) -> [String: JSONValue] {
        var typed = [String: JSONValue](minimumCapacity: columns.count)
        for column in columns {
            switch try column.cell(row.values[column.name], line: row.line) {
            case .missing: continue
            case .number(let number):
                typed[column.name] = column.type == .boolean ? .bool(number != 0) : .number(number)
            case .text(let text): typed[column.name] = .string(text)
            }
        }
        if !allowsUnknownColumns, let unknown = row.values.keys.filter({ places[$0] == nil }).min() {
            let message = "the project has no column of this name"
            throw RowProblem(line: row.line, column: unknown, code: .unknownColumn, message: message)
        }
        return typed
    }
}
