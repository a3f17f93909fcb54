import TandemTabular

/// Labeled rows that a replay pretends not to know the labels of.
public struct ReplayData: Sendable {
    /// All rows, encoded once.
    public let features: SparseMatrix
    /// The true class of each row.
    public let labels: [Int]
    /// The classes' names.
    public let classes: [String]
    /// Rows that may be labeled and learned from.
    public let pool: [Int]
    /// Rows that every model is measured on; never labeled.
    public let test: [Int]

    /// Data for replays.
    ///
    /// The encoding is learned from the pool's rows without their labels, as a team could do before labeling.
    ///
    /// - Parameters:
    ///   - frame: the rows.
    ///   - labels: the true class of each row, a place in `classes`.
    ///   - classes: the classes' names, at least two.
    ///   - pool: rows to learn from; each class must occur.
    ///   - test: rows to measure on, none of the pool's.
    ///   - encoding: how columns become numbers.
    /// - Throws: `QueryError.unusable` when rows overlap, a class is missing in the pool, or there is nothing to measure on.
    public init(
        frame: Frame, labels: [Int], classes: [String], pool: [Int], test: [Int],
        encoding: EncoderOptions = EncoderOptions()
    ) throws(QueryError) {
        guard labels.count == frame.rowCount else { throw .shapes("each row has one true class") }
        let encoder = FeatureEncoder.fit(frame.rows(at: pool), options: encoding)
        try self.init(
            features: encoder.encode(frame), labels: labels, classes: classes, pool: pool, test: test)
    }

    /// Data that is encoded already; see the other initializer.
    public init(
        features: SparseMatrix, labels: [Int], classes: [String], pool: [Int], test: [Int]
    ) throws(QueryError) {
        guard features.rows == labels.count, labels.allSatisfy({ classes.indices.contains($0) }) else {
            throw .shapes("each row has one true class")
        }
        guard classes.count >= 2 else { throw .unusable("a replay needs at least two classes") }
        guard !test.isEmpty else { throw .unusable("a replay needs rows to measure on") }
        guard Set(pool).isDisjoint(with: test) else { throw .unusable("rows to measure on must not be learned from") }
        let present = Set(pool.map { labels[$0] })
        if let absent = classes.indices.first(where: { !present.contains($0) }) {
            throw .unusable("no row to learn from has the class \(classes[absent])")
        }
        self.features = features
        self.labels = labels
        self.classes = classes
        self.pool = pool
        self.test = test
    }
}
