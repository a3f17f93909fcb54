import TandemTabular

extension ModelArtifact {
    /// What the bytes of a model start with; changes when their meaning does.
    static let format = "tandem-model/1"

    /// The model as canonical JSON; the same model has the same bytes.
    ///
    /// Throws when a number is not finite.
    public var bytes: [UInt8] {
        get throws(ModelingError) {
            do throws(JSONError) { return try json.canonicalBytes } catch { throw .unreadable(error.description) }
        }
    }

    /// Reads a model from what `bytes` gives.
    public init(bytes: some Collection<UInt8>) throws(ModelingError) {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch { throw .unreadable(error.description) }
        try self.init(json: json)
    }

    /// The model as JSON.
    public var json: JSONValue {
        [
            "format": .string(Self.format), "classes": .array(classes.map(JSONValue.string)), "encoder": encoder.json,
            "body": body.json, "calibration": calibration.json, "learner": .string(learner), "settings": settings,
            "seed": .string(String(seed)),  // as text: JSON numbers are exact to 2^53 only
        ]
    }

    /// Reads what `json` prints.
    public init(json: JSONValue) throws(ModelingError) {
        guard json["format"]?.string == Self.format else {
            throw .unreadable("format \(json["format"]?.string ?? "unknown")")
        }
        guard let classes = json["classes"]?.array?.compactMap(\.string), classes.count >= 2,
            let learner = json["learner"]?.string, let seed = json["seed"]?.string.flatMap({ UInt64($0) })
        else { throw .unreadable("classes, learner or seed") }
        let encoder: FeatureEncoder
        do throws(JSONError) { encoder = try FeatureEncoder(json: json["encoder"] ?? .null) } catch {
            throw .unreadable(error.description)
        }
        let body = try Body(json: json["body"] ?? .null)
        guard body.featureCount == encoder.width, body.marginCount == (classes.count == 2 ? 1 : classes.count) else {
            throw .unreadable("encoder, model and classes do not fit together")
        }
        self.init(
            classes: classes, encoder: encoder, body: body,
            calibration: try Calibration(json: json["calibration"] ?? .null), learner: learner,
            settings: json["settings"] ?? .null, seed: seed)
    }
}

extension ModelArtifact.Body {
    var featureCount: Int {
        switch self {
        case .linear(let model): model.means.count
        case .trees(let ensemble): ensemble.featureCount
        }
    }

    var marginCount: Int {
        switch self {
        case .linear(let model): model.intercepts.count
        case .trees(let ensemble): ensemble.bases.count
        }
    }

    var json: JSONValue {
        switch self {
        case .linear(let model): ["kind": "linear", "linear": model.json]
        case .trees(let ensemble): ["kind": "trees", "trees": ensemble.json]
        }
    }

    init(json: JSONValue) throws(ModelingError) {
        switch json["kind"]?.string {
        case "linear": self = .linear(try LinearModel(json: json["linear"] ?? .null))
        case "trees": self = .trees(try TreeEnsemble(json: json["trees"] ?? .null))
        default: throw .unreadable("unknown kind of model")
        }
    }
}
