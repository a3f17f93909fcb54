extension FeatureEncoder {
    /// The encoder as JSON: `{"columns": […]}`, one object a column with what was learned about it.
    public var json: JSONValue {
        ["columns": .array(zip(columns, encoders).map { ["column": $0.json, "encoding": $1.json] })]
    }

    /// Reads what `json` prints.
    public init(json: JSONValue) throws(JSONError) {
        guard let listed = json["columns"]?.array else { throw JSONError(.unexpectedShape, detail: "encoder columns") }
        var columns: [Column] = []
        var encoders: [ColumnEncoder] = []
        for entry in listed {
            columns.append(try Column(json: entry["column"] ?? .null))
            encoders.append(try ColumnEncoder(json: entry["encoding"] ?? .null))
        }
        self.init(columns: columns, encoders: encoders)
    }
}

extension ColumnEncoder {
    var json: JSONValue {
        switch self {
        case .number(let encoder):
            [
                "kind": encoder.isRaw ? "raw_number" : "number", "mean": .number(encoder.mean),
                "deviation": .number(encoder.deviation), "missing": .bool(encoder.hasIndicator),
            ]
        case .category(let encoder):
            [
                "kind": "category", "names": .array(encoder.names.map(JSONValue.string)),
                "other": .bool(encoder.hasOther), "missing": .bool(encoder.hasMissing),
            ]
        case .text(let weights):
            [
                "kind": "text", "terms": .array(weights.terms.map(JSONValue.string)),
                "idf": .array(weights.inverseFrequencies.map(JSONValue.number)),
                "longest_term": JSONValue(weights.options.longestTerm),
                "minimum_texts": JSONValue(weights.options.minimumTexts),
                "maximum_terms": JSONValue(weights.options.maximumTerms),
                "sublinear": .bool(weights.options.isSublinear),
            ]
        }
    }

    init(json: JSONValue) throws(JSONError) {
        switch json["kind"]?.string {
        case "number", "raw_number":
            guard let mean = json["mean"]?.number, let deviation = json["deviation"]?.number, deviation > 0,
                let missing = json["missing"]?.bool
            else { throw JSONError(.unexpectedShape, detail: "number encoding") }
            self = .number(
                NumberEncoder(
                    isRaw: json["kind"]?.string == "raw_number", mean: mean, deviation: deviation, hasIndicator: missing
                ))
        case "category":
            guard let names = json["names"]?.array?.compactMap(\.string), let other = json["other"]?.bool,
                let missing = json["missing"]?.bool
            else { throw JSONError(.unexpectedShape, detail: "category encoding") }
            self = .category(CategoryEncoder(names: names, hasOther: other, hasMissing: missing))
        case "text":
            self = .text(try Self.termWeights(json))
        default: throw JSONError(.unexpectedShape, detail: "unknown encoding")
        }
    }

    private static func termWeights(_ json: JSONValue) throws(JSONError) -> TermWeights {
        guard let terms = json["terms"]?.array?.compactMap(\.string),
            let idf = json["idf"]?.array?.compactMap(\.number),
            terms.count == idf.count, let longest = json["longest_term"]?.int, (1...2).contains(longest),
            let minimum = json["minimum_texts"]?.int, let maximum = json["maximum_terms"]?.int,
            let sublinear = json["sublinear"]?.bool
        else { throw JSONError(.unexpectedShape, detail: "text encoding") }
        let options = TextOptions(
            longestTerm: longest, minimumTexts: minimum, maximumTerms: maximum, isSublinear: sublinear)
        return TermWeights(terms: terms, inverseFrequencies: idf, options: options)
    }
}
