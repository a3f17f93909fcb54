import TandemLedger

/// What the pages of this room's lists must ask for.
enum PageRules {
    /// - Throws: `Problem` with code `limit_out_of_range`.
    static func check(limit: Int) throws(Problem) -> Int {
        guard (1...500).contains(limit) else {
            throw Problem(.invalid, "limit_out_of_range", "A page has 1 to 500 entries.", at: "limit")
        }
        return limit
    }

    /// The id at which the last page ended.
    /// - Throws: `Problem` with code `cursor_malformed`.
    static func check<Kind: IDKind>(cursor: String?, of kind: Kind.Type) throws(Problem) -> ID<Kind>? {
        guard let cursor else { return nil }
        guard let id = ID<Kind>(checking: cursor) else {
            throw Problem(
                .invalid, "cursor_malformed", "This is no cursor of this list; begin without one.", at: "cursor")
        }
        return id
    }
}
