import TandemTabular

/// Reads the members that stored fits share.
struct FitJSON {
    let json: JSONValue

    func number(_ name: String) throws(LabelingError) -> Double {
        guard let value = json[name]?.number else { throw .badFit("a stored fit has no number \(name)") }
        return value
    }

    /// The number of labels, at least two.
    func labelCount() throws(LabelingError) -> Int {
        let value = try number("label_count")
        guard value >= 2, value <= 1e9, value == value.rounded() else {
            throw .badFit("a stored fit has \(value) labels")
        }
        return Int(value)
    }

    /// A probability for each label.
    func prior(labels: Int) throws(LabelingError) -> [Double] {
        guard let prior = json["prior"]?.array?.compactMap(\.number), prior.count == labels else {
            throw .badFit("a stored fit has no prior for \(labels) labels")
        }
        return prior
    }

    /// A number for each worker.
    func workers(_ name: String) throws(LabelingError) -> [String: Double] {
        guard let members = json[name]?.object else { throw .badFit("a stored fit has no \(name)") }
        return members.compactMapValues(\.number)
    }

    static func numbers(_ values: [Double]) -> JSONValue { .array(values.map(JSONValue.number)) }
}
