import TandemNumerics

/// Turns typed columns into the numbers a model sees, with what was learned from training rows.
///
/// Numbers are standardized or kept; categories become one feature each (an unseen one is "other" where training had
/// rare ones, else all zeros); texts become TF-IDF weights. Every feature knows the column it came from.
public struct FeatureEncoder: Sendable, Hashable {
    /// The columns that are encoded, in order.
    public let columns: [Column]
    /// The encoded features, in order.
    public let features: [EncodedFeature]
    /// Where the features of each column lie.
    public let ranges: [Range<Int>]
    let encoders: [ColumnEncoder]

    init(columns: [Column], encoders: [ColumnEncoder]) {
        self.columns = columns
        self.encoders = encoders
        var features: [EncodedFeature] = []
        var ranges: [Range<Int>] = []
        for (column, encoder) in zip(columns, encoders) {
            ranges.append(features.count..<features.count + encoder.width)
            features += encoder.kinds.map { EncodedFeature(source: column.name, kind: $0) }
        }
        self.features = features
        self.ranges = ranges
    }

    /// Number of encoded features.
    public var width: Int { features.count }

    /// Learns an encoding from training rows.
    ///
    /// - Parameters:
    ///   - frame: the training rows.
    ///   - columns: names of the columns to encode; nil for those whose role is feature. Names the frame does not have
    ///     are left out.
    ///   - options: how to encode.
    /// - Returns: the fitted encoder.
    public static func fit(
        _ frame: Frame, columns: [String]? = nil, options: EncoderOptions = EncoderOptions()
    )
        -> FeatureEncoder
    {
        let chosen = columns.map { names in names.compactMap { frame.schema[$0] } } ?? frame.schema.features
        let encoders = chosen.map { column -> ColumnEncoder in
            guard let place = frame.schema.place(of: column.name) else { return .text(TermWeights.fit([])) }
            let cells = (0..<frame.rowCount).map { frame.cell(row: $0, column: place) }
            switch column.type {
            case .number, .boolean, .time: return .number(.fit(cells, isRaw: options.numbers == .raw))
            case .category: return .category(.fit(cells, options: options))
            case .text:
                let texts = cells.map { cell in if case .text(let text) = cell { text } else { String?.none } }
                return .text(TermWeights.fit(texts, options: options.text))
            }
        }
        return FeatureEncoder(columns: chosen, encoders: encoders)
    }

    /// Encodes all rows of `frame`; columns it lacks count as missing.
    public func encode(_ frame: Frame) -> SparseMatrix {
        let places = columns.map { frame.schema.place(of: $0.name) }
        var matrix = SparseMatrix(columns: width)
        var row = SparseRow()
        for index in 0..<frame.rowCount {
            row.removeAll()
            for (column, encoder) in encoders.enumerated() {
                let cell = places[column].map { frame.cell(row: index, column: $0) } ?? .missing
                encoder.encode(cell, first: ranges[column].lowerBound, into: &row)
            }
            matrix.append(row)
        }
        return matrix
    }

    /// Encodes one row of JSON values into `row`, without a frame; throws the problem of a value of the wrong type.
    public func encode(_ values: [String: JSONValue], into row: inout SparseRow) throws(RowProblem) {
        row.removeAll()
        for index in columns.indices {
            let cell = try columns[index].cell(values[columns[index].name])
            encoders[index].encode(cell, first: ranges[index].lowerBound, into: &row)
        }
    }

    /// The words of `text` and where the terms of the text column `name` occur among them; nil when it is no text column.
    ///
    /// The terms are places in `features`.
    public func occurrences(in text: String, column name: String) -> (tokens: [TextToken], terms: [TermOccurrence])? {
        guard let place = columns.firstIndex(where: { $0.name == name }), case .text(let weights) = encoders[place]
        else {
            return nil
        }
        let tokens = Tokenizer.tokens(text)
        let first = ranges[place].lowerBound
        let terms = weights.occurrences(tokens).map { TermOccurrence(term: first + $0.term, tokens: $0.tokens) }
        return (tokens, terms)
    }
}
