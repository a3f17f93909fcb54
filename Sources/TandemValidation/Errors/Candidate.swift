/// A cohort as the search holds it: for some features, which bins are in.
struct Candidate: Sendable, Hashable {
    /// Places of features and the bins that are in, in the order of places.
    let parts: [Part]

    struct Part: Sendable, Hashable {
        let feature: Int
        /// Bit b is set when bin b is in.
        let bins: UInt64
    }

    init(_ parts: [Part]) { self.parts = parts.sorted { $0.feature < $1.feature } }

    init(feature: Int, bins: [Int]) {
        self.init([Part(feature: feature, bins: bins.reduce(0) { $0 | (1 << UInt64($1)) })])
    }

    /// The same without one of its conditions, for each of them; none for a single condition.
    var generalizations: [Candidate] {
        parts.count < 2
            ? [] : parts.indices.map { left in Candidate(parts.indices.filter { $0 != left }.map { parts[$0] }) }
    }

    /// The conditions in words; nil when one of them cannot be said.
    func conditions(_ features: [BinnedFeature]) -> [CohortCondition]? {
        var conditions: [CohortCondition] = []
        for part in parts {
            let feature = features[part.feature]
            let bins = (0..<feature.binCount).filter { part.bins & (1 << UInt64($0)) != 0 }
            if bins.count == feature.binCount { continue }
            guard let condition = feature.condition(bins) else { return nil }
            conditions.append(condition)
        }
        return conditions.isEmpty ? nil : conditions
    }

    /// The sums over those of `rows` that are in.
    func sums(_ features: [BinnedFeature], _ losses: [Double], _ rows: ArraySlice<Int>) -> LossSums {
        var sums = LossSums()
        for row in rows where contains(features, row) { sums.add(losses[row]) }
        return sums
    }

    func contains(_ features: [BinnedFeature], _ row: Int) -> Bool {
        for part in parts where part.bins & (1 << UInt64(features[part.feature].codes[row])) == 0 { return false }
        return true
    }
}
