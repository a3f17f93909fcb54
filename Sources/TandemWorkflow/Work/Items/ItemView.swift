import TandemLedger
import TandemTabular
import TandemWork

/// An item as lists and pages show it.
public struct ItemView: Sendable, Codable, Hashable {
    /// Its id.
    public var id: ItemID
    /// Its name in the outside world.
    public var key: String
    /// Its values by column.
    public var content: JSONValue
    /// What it may be used for.
    public var role: ItemRole
    /// How it came in.
    public var source: String
    /// When it came in.
    public var createdAt: Instant
    /// When its content was erased.
    public var erasedAt: Instant?
    /// Its settled answer.
    public var resolution: ResolutionView?

    init(_ item: Item, resolution: ResolvedItem? = nil) {
        id = item.id
        key = item.key
        content = item.content
        role = item.role
        source = item.source
        createdAt = item.createdAt
        erasedAt = item.erasedAt
        self.resolution = resolution.map(ResolutionView.init)
    }

    /// What a person who answers may see: neither what is to be predicted nor, outside the organization, what is
    /// personal or sensitive.
    static func content(of item: Item, schema: Schema, isExternal: Bool) -> TaskPayload.ItemContent {
        let hidden: Set<ColumnRole> = isExternal ? [.target, .key, .personal, .sensitive, .subject] : [.target, .key]
        let visible = schema.columns.filter { !hidden.contains($0.role) }
        let texts = visible.filter { $0.type == .text }.compactMap { column in
            item.content[column.name]?.string.map { TaskPayload.TextField(name: column.name, text: $0) }
        }
        let fields = visible.filter { $0.type != .text }.map { column in
            TaskPayload.Field(
                name: column.name, type: column.type.rawValue, value: item.content[column.name] ?? .null,
                help: column.help)
        }
        return TaskPayload.ItemContent(key: isExternal ? "" : item.key, fields: fields, text: texts)
    }
}

/// A settled answer as lists and pages show it.
public struct ResolutionView: Sendable, Codable, Hashable {
    /// The answer.
    public var value: JSONValue
    /// The answer as a label.
    public var label: String?
    /// Where it comes from.
    public var source: ResolutionSource
    /// Why it was asked.
    public var purpose: TaskPurpose
    /// How many answers stand behind it.
    public var votes: Int
    /// The probability that it is right, by the aggregator's lights.
    public var posterior: Double?
    /// When it was settled.
    public var resolvedAt: Instant

    init(_ resolved: ResolvedItem) {
        value = resolved.value
        label = resolved.label
        source = resolved.source
        purpose = resolved.purpose
        votes = resolved.votes
        posterior = resolved.posterior
        resolvedAt = resolved.resolvedAt
    }
}
