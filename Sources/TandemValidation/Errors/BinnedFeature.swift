import TandemTabular

/// A column in at most 64 bins, a byte a row: numbers by quantiles, names by frequency, missing values apart.
public struct BinnedFeature: Sendable {
    /// Most bins of a column, the one for missing values included.
    public static let mostBins = 64

    /// The column's name.
    public let name: String
    /// Whether neighboring bins belong together: numbers.
    public let isOrdered: Bool
    /// The bin of each row.
    public let codes: [UInt8]
    /// Number of bins.
    public let binCount: Int
    /// The bin of missing values; nil when there are none.
    public let missingBin: Int?
    /// For numbers, the lower end of each bin but the first.
    let cuts: [Double]
    /// For names, what each bin holds; the last may hold all rare ones.
    let names: [[String]]

    /// Bins of numbers, cut at quantiles of `sample` (places of rows); NaN is missing.
    public init(_ name: String, numbers: [Double], sample: [Int]) {
        let sorted = sample.lazy.map { numbers[$0] }.filter { !$0.isNaN }.sorted()
        var cuts: [Double] = []
        let wanted = Self.mostBins - 1
        for step in 1..<wanted where !sorted.isEmpty {
            let cut = sorted[min(sorted.count - 1, step * sorted.count / wanted)]
            if cut > cuts.last ?? sorted[0] { cuts.append(cut) }
        }
        let hasMissing = numbers.contains(where: \.isNaN)
        self.name = name
        self.cuts = cuts
        names = []
        isOrdered = true
        binCount = cuts.count + 1 + (hasMissing ? 1 : 0)
        missingBin = hasMissing ? cuts.count + 1 : nil
        codes = numbers.map { number in
            guard !number.isNaN else { return UInt8(cuts.count + 1) }
            var low = 0
            var high = cuts.count
            while low < high {
                let middle = (low + high) / 2
                if cuts[middle] <= number { low = middle + 1 } else { high = middle }
            }
            return UInt8(low)
        }
    }

    /// Bins of names: the most frequent in `sample` one each, the rest together; −1 is missing.
    public init(_ name: String, names values: Codes, sample: [Int]) {
        var counts = [Int](repeating: 0, count: values.names.count)
        for row in sample where values.codes[row] >= 0 { counts[Int(values.codes[row])] += 1 }
        let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        let hasMissing = values.codes.contains { $0 < 0 }
        let alone = order.count <= Self.mostBins - 1 ? order.count : Self.mostBins - 2
        var bins = [UInt8](repeating: UInt8(alone), count: counts.count)
        for (bin, code) in order.prefix(alone).enumerated() { bins[code] = UInt8(bin) }
        var named = order.prefix(alone).map { [values.names[$0]] }
        if order.count > alone { named.append(order.dropFirst(alone).map { values.names[$0] }) }
        self.name = name
        self.names = named
        cuts = []
        isOrdered = false
        binCount = named.count + (hasMissing ? 1 : 0)
        missingBin = hasMissing ? named.count : nil
        let missing = UInt8(named.count)
        codes = values.codes.map { $0 < 0 ? missing : bins[Int($0)] }
    }

    /// The condition that a row lies in one of these bins; of numbers they must be neighbors.
    ///
    /// Nil when the condition would hold for everything or cannot be said.
    func condition(_ bins: [Int]) -> CohortCondition? {
        guard !bins.isEmpty, bins.count < binCount else { return nil }
        if bins == [missingBin] { return .missing(column: name) }
        guard !bins.contains(where: { $0 == missingBin }) else { return nil }
        if isOrdered {
            let sorted = bins.sorted()
            guard let first = sorted.first, let last = sorted.last, last - first == sorted.count - 1 else { return nil }
            return .range(
                column: name, low: first == 0 ? nil : cuts[first - 1], high: last < cuts.count ? cuts[last] : nil)
        }
        let values = bins.flatMap { names[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return values.count > 12 ? nil : .oneOf(column: name, values: values)
    }

    /// A bin in a few words, for heat maps.
    public func title(_ bin: Int) -> String {
        if bin == missingBin { return "(missing)" }
        if isOrdered {
            let low = bin == 0 ? nil : CohortCondition.number(cuts[bin - 1])
            let high = bin < cuts.count ? CohortCondition.number(cuts[bin]) : nil
            return low == nil ? "< \(high ?? "∞")" : high == nil ? "≥ \(low ?? "")" : "\(low ?? "") – \(high ?? "")"
        }
        return names[bin].count == 1 ? names[bin][0] : "(\(names[bin].count) others)"
    }
}
