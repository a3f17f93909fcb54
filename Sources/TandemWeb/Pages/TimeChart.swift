/// A figure over time with its interval: a line and a band in a picture 600 wide and 160 high.
///
/// The numbers on the axes stand outside the picture as text, evenly spaced, so they stay readable on a phone.
struct TimeChart: Sendable, Decodable {
    let line: String
    /// The interval as a closed area; nil when no point has one.
    var band: String?
    var targetLineY: String?
    /// Heights of the grid's lines, top to bottom, one for each of `yTicks`.
    let grid: [String]
    let yTicks: [String]
    let xTicks: [String]
    /// The course in words, for those who do not see it.
    let chartLabel: String
}

extension TimeChart {
    /// A value at a time, with its interval where there is one.
    struct Point: Sendable {
        /// Any unit, rising.
        let time: Double
        let value: Double
        var interval: ClosedRange<Double>?
    }

    /// Draws points in order of time; nil with fewer than two finite ones.
    ///
    /// - Parameters:
    ///   - points: the values.
    ///   - target: where the target lies; kept in view.
    ///   - xTicks: names of evenly spaced times, the first and the last at the ends.
    ///   - label: the course in words.
    ///   - format: a value as text for the axis.
    init?(
        _ points: [Point], target: Double? = nil, xTicks: [String], label: String, format: (Double) -> String
    ) {
        let points = points.filter { $0.value.isFinite && $0.time.isFinite }
        guard points.count > 1, let first = points.first, let last = points.last else { return nil }
        let ends = points.flatMap { [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound].compactMap(\.self) }
        let axis = NiceAxis(covering: ends + (target.map { [$0] } ?? []))
        let x = { (time: Double) in
            last.time > first.time ? 600 * (time - first.time) / (last.time - first.time) : 300
        }
        let place = { (time: Double, value: Double) in
            PlotNumber.text(x(time)) + "," + PlotNumber.text(160 * (1 - axis.fraction(value)))
        }
        line = points.map { place($0.time, $0.value) }.joined(separator: " ")
        let bounded = points.compactMap { point in point.interval.map { (time: point.time, range: $0) } }
        let upper = bounded.map { place($0.time, $0.range.upperBound) }
        let lower = bounded.reversed().map { place($0.time, $0.range.lowerBound) }
        band = bounded.count > 1 ? (upper + lower).joined(separator: " ") : nil
        targetLineY = target.map { PlotNumber.text(160 * (1 - axis.fraction($0))) }
        grid = axis.ticks.reversed().map { PlotNumber.text(160 * (1 - axis.fraction($0))) }
        yTicks = axis.ticks.reversed().map(format)
        self.xTicks = xTicks
        chartLabel = label
    }
}

/// An axis whose ticks are round numbers, evenly spaced from its low to its high end.
struct NiceAxis: Sendable {
    let ticks: [Double]

    /// The smallest such axis of about four steps that covers the values.
    init(covering values: [Double]) {
        let values = values.filter(\.isFinite)
        let low = values.min() ?? 0
        let high = max(values.max() ?? 1, low)
        let span = high > low ? high - low : max(abs(low), 1)
        var unit = 1.0
        while unit * 10 <= span / 4 { unit *= 10 }
        while unit > span / 4 { unit /= 10 }
        let step = [1, 2, 5, 10].map { $0 * unit }.first { span / $0 <= 5 } ?? 10 * unit
        let from = (low / step).rounded(.down)
        let to = max((high / step).rounded(.up), from + 1)
        ticks = stride(from: from, through: to, by: 1).map { $0 * step }
    }

    /// Where a value lies, 0 at the low end and 1 at the high end.
    func fraction(_ value: Double) -> Double {
        guard let low = ticks.first, let high = ticks.last, high > low else { return 0.5 }
        return min(max((value - low) / (high - low), 0), 1)
    }
}
