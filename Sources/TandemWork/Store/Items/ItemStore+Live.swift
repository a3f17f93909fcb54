import TandemLedger
import TandemStore
import TandemTabular

extension ItemStore {
    /// Stores live cases and gives each its item: a new one, or the known one of the same key and content.
    ///
    /// - Returns: the items in the order of `new`, and how many of them are new.
    /// - Throws: `Problem` `item_key_reused` when a key stands for another content already; its place is the case's.
    public static func admit(
        _ new: [NewItem], in tx: any WriteTransaction
    ) throws -> (items: [Item], added: Int) {
        guard let project = new.first?.project else { return ([], 0) }
        let added = try tx.insertMany(
            into: "item",
            columns: [
                "id", "workspace_id", "project_id", "key", "content", "content_hash", "role", "subject", "source",
                "created_at",
            ],
            rows: new.map { item in
                [
                    item.id.sqlValue, item.workspace.sqlValue, item.project.sqlValue, item.prepared.key.sqlValue,
                    item.prepared.contentText.sqlValue, item.prepared.hash.sqlValue,
                    item.prepared.role.rawValue.sqlValue, item.prepared.subject.sqlValue, item.source.sqlValue,
                    item.createdAt.sqlValue,
                ]
            })
        if added > 0 { try CounterStore.add(added, to: CounterStore.items, of: project, in: tx) }
        if added == new.count { return (new.map(\.item), added) }
        let keys = SQL.list(new.map(\.prepared.key))
        let found = try tx.rows("SELECT \(selection) FROM item WHERE project_id = \(project) AND key IN (\(keys))")
        let known = Dictionary(
            try found.map { row in
                let item = try item(from: row)
                return (item.key, item)
            }, uniquingKeysWith: { first, _ in first })
        let items = try new.enumerated().map { place, item in
            guard let same = known[item.prepared.key], same.contentHash == item.prepared.hash else {
                throw Problem(
                    .conflict, "item_key_reused",
                    "There is an item with the key \(item.prepared.key) and other content; send a new key.",
                    at: "/items/\(place)/item", facts: ["key": item.prepared.key])
            }
            return same
        }
        return (items, added)
    }
}
