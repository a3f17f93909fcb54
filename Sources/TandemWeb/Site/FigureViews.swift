import TandemLedger
import TandemTabular
import TandemWorkflow

/// Turns the twelve figures and their history into cards and charts.
struct FigureViews: Sendable {
    let kpis: [KPIView]
    let history: [KPISeries]
    /// The project whose charts browsers draw themselves; nil when they have nothing to draw with.
    var drawnFor: String?

    func count(_ status: KPIView.Status) -> String { String(kpis.count { $0.status == status }) }

    var cards: [KPICard] { kpis.map(card) }

    private func card(_ kpi: KPIView) -> KPICard {
        let tone = Self.tone(kpi.status)
        let value = Self.value(kpi)
        let interval = Self.interval(kpi)
        return KPICard(
            key: kpi.key, name: kpi.name, value: value, status: kpi.status.rawValue.replacing("_", with: " "),
            tone: tone,
            estimated: kpi.estimated, interval: interval, n: Show.count(kpi.n), target: kpi.target,
            note: FigureNotes.text(kpi),
            lacks: kpi.missing.map { TaskScreen.words($0) + "." },
            plot: Self.plot(kpi, tone, "\(value), interval \(interval)"),
            trend: trend(kpi))
    }

    private static func tone(_ status: KPIView.Status) -> Tone {
        switch status {
        case .met: .good
        case .notMet: .bad
        case .notYetProven: .warn
        }
    }

    private static func value(_ kpi: KPIView) -> String {
        if let text = kpi.details["text"]?.string { return text }
        return kpi.value.map { show($0, kpi) } ?? "—"
    }

    /// A figure of this KPI in its unit.
    static func show(_ value: Double, _ kpi: KPIView) -> String {
        show(value, unit: kpi.unit, currency: kpi.details["currency"]?.string)
    }

    static func show(_ value: Double, unit: String, currency: String? = nil) -> String {
        switch unit {
        case "ratio": Show.percent(value)
        case "percent": (value > 0 ? "+" : "") + Show.decimal(value) + "%"
        case "hours": Show.duration(Int((max(0, value) * 3_600_000).rounded()))
        default: Show.three(value) + (currency.map { " " + $0 } ?? "")
        }
    }

    private static func interval(_ kpi: KPIView) -> String {
        guard let lower = kpi.lower, let upper = kpi.upper else { return "—" }
        return "\(show(lower, kpi)) to \(show(upper, kpi))"
    }

    /// The interval on an axis that holds the target too, with a tenth of room at both ends.
    private static func plot(_ kpi: KPIView, _ tone: Tone, _ label: String) -> IntervalView? {
        guard let value = kpi.value, let lower = kpi.lower, let upper = kpi.upper else { return nil }
        let ends = [value, lower, upper] + (kpi.limit.map { [$0] } ?? [])
        guard let low = ends.min(), let high = ends.max(), high > low else { return nil }
        let room = (high - low) / 10
        return IntervalView(
            estimate: value, low: lower, high: upper, mark: kpi.limit, axis: (low - room)...(high + room), tone: tone,
            label: label)
    }

    private func trend(_ kpi: KPIView) -> SparklineView? {
        let values = history.first { $0.key == kpi.key }?.points.compactMap(\.value) ?? []
        return SparklineView(values, target: kpi.limit, label: "\(kpi.name) over time")
    }

    static let charted = ["collaboration_ratio", "labeling_accuracy", "cost_per_label", "consensus_rate"]

    /// The figures that tell whether people and model get better together, over time.
    var charts: [ChartView] {
        Self.charted.compactMap { key in
            guard let series = history.first(where: { $0.key == key }), let kpi = kpis.first(where: { $0.key == key })
            else { return nil }
            return chart(series, kpi)
        }
    }

    private func chart(_ series: KPISeries, _ kpi: KPIView) -> ChartView? {
        let known = series.points.filter { $0.value != nil }
        guard let first = known.first, let last = known.last, known.count > 1 else { return nil }
        let points = known.map { TimeChart.Point(time: Double($0.at.milliseconds), value: $0.value ?? 0) }
        let middle = Instant(milliseconds: (first.at.milliseconds + last.at.milliseconds) / 2)
        let format = { (value: Double) in Self.show(value, kpi) }
        let ends =
            "\(format(first.value ?? 0)) at \(Show.minute(first.at)), "
            + "\(format(last.value ?? 0)) at \(Show.minute(last.at))"
        return ChartView(
            key: series.key, chartTitle: Self.title(series),
            course: TimeChart(
                points, target: kpi.limit, xTicks: [first.at, middle, last.at].map(Show.minute),
                label: "\(Self.title(series)): \(ends).", format: format),
            specURL: drawnFor.map { SiteURL.chart($0, series.key) },
            columns: ["Time", Self.title(series), "n"],
            rows: known.map { .init(cells: [Show.minute($0.at), format($0.value ?? 0), Show.count($0.n)]) })
    }

    static func title(_ series: KPISeries) -> String {
        series.key == "collaboration_ratio" ? "Share that people decided" : series.name
    }
}
