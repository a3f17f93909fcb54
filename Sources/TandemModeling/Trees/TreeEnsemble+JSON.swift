import TandemTabular

extension TreeEnsemble {
    /// The ensemble as JSON: parallel arrays over all nodes; floats are printed shortest and read back the same.
    public var json: JSONValue {
        [
            "feature_count": JSONValue(featureCount),
            "bases": .array(bases.map(Self.json)),
            "roots": .array(roots.map { .number(Double($0)) }),
            "margins": .array(margins.map { .number(Double($0)) }),
            "features": .array(nodes.map { .number(Double($0.feature)) }),
            "values": .array(nodes.map { Self.json($0.value) }),
            "lefts": .array(nodes.map { .number(Double($0.left)) }),
            "rights": .array(nodes.map { .number(Double($0.right)) }),
            "missing_left": .array(nodes.map { .number($0.missing == $0.left ? 1 : 0) }),
            "covers": .array(nodes.map { Self.json($0.cover) }),
        ]
    }

    /// A float as the double whose shortest print is the float's.
    private static func json(_ float: Float) -> JSONValue {
        .number(Double(float.description) ?? Double(float))
    }

    /// Reads what `json` prints.
    public init(json: JSONValue) throws(ModelingError) {
        let features = try Self.integers(json, "features")
        let lefts = try Self.integers(json, "lefts")
        let rights = try Self.integers(json, "rights")
        let missingLeft = try Self.integers(json, "missing_left")
        let values = try Self.floats(json, "values")
        let covers = try Self.floats(json, "covers")
        let counts = [lefts.count, rights.count, missingLeft.count, values.count, covers.count]
        guard counts.allSatisfy({ $0 == features.count }), let featureCount = json["feature_count"]?.int else {
            throw .unreadable("trees: arrays differ in length")
        }
        let nodes = features.indices.map { place in
            Node(
                feature: features[place], value: values[place], left: lefts[place], right: rights[place],
                missing: missingLeft[place] == 1 ? lefts[place] : rights[place], cover: covers[place])
        }
        try self.init(
            nodes: nodes, roots: Self.integers(json, "roots"), margins: Self.integers(json, "margins"),
            bases: Self.floats(json, "bases"), featureCount: featureCount)
    }

    static func integers(_ json: JSONValue?, _ key: String) throws(ModelingError) -> [Int32] {
        guard let array = json?[key]?.array else { throw .unreadable("trees: \(key) is missing") }
        var result: [Int32] = []
        result.reserveCapacity(array.count)
        for element in array {
            // The root's parent is 2³¹ − 1 in XGBoost's files; flags may be booleans.
            guard let number = element.number ?? element.bool.map({ $0 ? 1 : 0 }), let exact = Int32(exactly: number)
            else {
                throw .unreadable("trees: \(key) holds something else than integers")
            }
            result.append(exact)
        }
        return result
    }

    static func floats(_ json: JSONValue?, _ key: String) throws(ModelingError) -> [Float] {
        guard let array = json?[key]?.array else { throw .unreadable("trees: \(key) is missing") }
        var result: [Float] = []
        result.reserveCapacity(array.count)
        for element in array {
            guard let number = element.number else {
                throw .unreadable("trees: \(key) holds something else than numbers")
            }
            result.append(Float(number))
        }
        return result
    }
}
