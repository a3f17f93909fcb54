/// A series as a small line in a picture 120 wide and 34 high.
struct SparklineView: Sendable, Decodable {
    let line: String
    let area: String
    var targetY: String?
    /// The series in words, for those who do not see it.
    let sparkLabel: String
}

extension SparklineView {
    /// Draws `values` in order, evenly spaced; nil with fewer than two finite ones, because a point is not a trend.
    init?(_ values: [Double], target: Double? = nil, label: String) {
        let values = values.filter(\.isFinite)
        guard values.count > 1 else { return nil }
        let all = values + (target.map { [$0] } ?? [])
        let low = all.min() ?? 0
        let range = (all.max() ?? 0) - low
        let height = { (value: Double) in 31 - 28 * (range > 0 ? (value - low) / range : 0.5) }
        let points = values.enumerated().map { index, value in
            PlotNumber.text(120 * Double(index) / Double(values.count - 1)) + "," + PlotNumber.text(height(value))
        }
        line = points.joined(separator: " ")
        area = "0,34 " + line + " 120,34"
        targetY = target.map { PlotNumber.text(height($0)) }
        sparkLabel = label
    }
}
