import TandemLabeling
import TandemLedger
import TandemTabular

extension ItemRules {
    /// Checks a row that augmentation made of other items and makes an item's content of it, for training alone.
    ///
    /// Its content differs from its parents', so that a draw by content could put it among the items that calibrate or
    /// evaluate. The role is therefore inherited, and a row of any parent with another role than train is refused: what was
    /// never seen in the world, and is nearly an item that a model learned from, must not vouch for a model.
    ///
    /// - Parameters:
    ///   - row: the derived row as it was read.
    ///   - parents: the roles of the items it was made of, at least one.
    /// - Returns: the item's content, with the role train.
    /// - Throws: `Problem` invalid `derived_not_for_training`, or `bad_item` that names the column.
    public func prepare(derived row: JSONValue, from parents: [ItemRole]) throws(Problem) -> PreparedItem {
        guard let role = DerivedRows.role(ofParents: parents, training: ItemRole.train) else {
            throw Problem(
                .invalid, "derived_not_for_training",
                "A derived item needs parents that are all for training; one that is kept for calibration or evaluation "
                    + "has no children.", at: "/item")
        }
        let drawn = try prepare(json: row)
        return PreparedItem(
            key: drawn.key, contentText: drawn.contentText, content: drawn.content, hash: drawn.hash, role: role,
            subject: drawn.subject)
    }
}
