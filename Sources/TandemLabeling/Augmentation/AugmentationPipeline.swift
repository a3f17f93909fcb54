import TandemNumerics

/// Steps that make new rows of old ones for training: pure, seeded, the same bytes at any number of threads.
public struct AugmentationPipeline: Sendable {
    /// One step.
    public enum Step: Sendable {
        /// Changes the text in a column.
        case text(column: String, any TextTransform)
        /// Adds noise to numbers.
        case noise(NoiseStep)
        /// Mixes numbers with a neighbor's of the same class.
        case interpolate(InterpolationStep)
    }

    /// Rows made of each parent, at least 1.
    public let copies: Int
    /// The steps, in order; each copy goes through all of them.
    public let steps: [Step]

    /// A pipeline.
    public init(copies: Int, steps: [Step]) {
        precondition(copies > 0, "a pipeline makes at least one copy")
        self.copies = copies
        self.steps = steps
    }

    /// What a pipeline has made.
    public struct Result: Sendable, Hashable {
        /// The new rows, by parent and copy.
        public let rows: [DerivedRow]
        /// Copies that came out like their parents and were left out.
        public let unchanged: Int
    }

    /// Makes rows of `parents`, mixing only with rows of `parents`.
    ///
    /// - Parameters:
    ///   - table: the rows; columns that steps name must be there.
    ///   - parents: rows for training; nothing is derived of any other row, nor learned from it.
    ///   - seed: start of everything random; a row's copies depend on it and the row's place alone.
    ///   - threads: threads to compute with.
    /// - Returns: the derived rows.
    public func derive(_ table: AugmentationTable, parents: [Int], seed: UInt64, threads: Int = 1) -> Result {
        let prepared = steps.map { PreparedStep($0, table, parents) }
        let parts = Blocks(count: parents.count, size: 256).map(threads: threads) { range in
            var rows: [DerivedRow] = []
            for place in range {
                for copy in 1...copies {
                    if let row = one(parents[place], copy, table, prepared, seed) { rows.append(row) }
                }
            }
            return rows
        }
        let rows = parts.flatMap { $0 }
        return Result(rows: rows, unchanged: parents.count * copies - rows.count)
    }

    private func one(
        _ parent: Int, _ copy: Int, _ table: AugmentationTable, _ steps: [PreparedStep], _ seed: UInt64
    ) -> DerivedRow? {
        var random = SplitMix64(seed: seed).split(UInt64(parent)).split(UInt64(copy))
        var row = DerivedRow(parent: parent, copy: copy)
        for step in steps { step.apply(to: &row, table, &random) }
        for (column, text) in row.texts where text == table.texts[column]?[parent] { row.texts[column] = nil }
        for (column, number) in row.numbers where number == table.numbers[column]?[parent] { row.numbers[column] = nil }
        return row.texts.isEmpty && row.numbers.isEmpty ? nil : row
    }
}

/// A step with what it has learned from the rows for training.
private enum PreparedStep: Sendable {
    case text(column: String, any TextTransform)
    case noise(NoiseStep, [NumberColumn])
    case interpolate(InterpolationStep, [NumberColumn], NearestOfClass)

    init(_ step: AugmentationPipeline.Step, _ table: AugmentationTable, _ rows: [Int]) {
        func columns(_ names: [String]) -> [NumberColumn] {
            names.map { NumberColumn(table.numbers[$0] ?? [Double](repeating: .nan, count: table.rows), rows: rows) }
        }
        switch step {
        case .text(let column, let transform): self = .text(column: column, transform)
        case .noise(let step): self = .noise(step, columns(step.columns))
        case .interpolate(let step):
            let learned = columns(step.columns)
            let classes = table.classes ?? [Int](repeating: 0, count: table.rows)
            self = .interpolate(step, learned, NearestOfClass(columns: learned, classes: classes, rows: rows))
        }
    }

    func apply(to row: inout DerivedRow, _ table: AugmentationTable, _ random: inout SplitMix64) {
        switch self {
        case .text(let column, let transform):
            var pieces = WordPieces(row.texts[column] ?? table.texts[column]?[row.parent] ?? "")
            let changed = transform.apply(to: &pieces, &random)
            guard changed > 0 else { return }
            row.texts[column] = pieces.text
            row.derivation.append("\(transform.name)(\(changed))")
        case .noise(let step, let columns):
            for (name, column) in zip(step.columns, columns) {
                let value = row.numbers[name] ?? column.values[row.parent]
                let shift = step.scale * column.deviation * random.normal()
                if !value.isNaN { row.numbers[name] = column.shaped(value + shift) }
            }
            row.derivation.append("noise(\(step.scale))")
        case .interpolate(let step, let columns, let nearest):
            let neighbors = nearest.neighbors(of: row.parent, count: step.neighbors)
            guard !neighbors.isEmpty else { return }
            let partner = neighbors[random.below(neighbors.count)]
            let share = random.uniform()
            for (name, column) in zip(step.columns, columns) {
                let value = row.numbers[name] ?? column.values[row.parent]
                row.numbers[name] = column.shaped(value + share * (column.values[partner] - value))
            }
            row.partner = partner
            row.derivation.append("interpolate(\((share * 1_000).rounded() / 1_000))")
        }
    }
}
