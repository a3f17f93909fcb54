/// The certificate in plain words and the twelve KPIs.
struct QualityPage: PageView {
    static let template = "quality"
    let shell: PageShell
    /// Names the checkpoint that the figures are read at.
    let checkpoint: String
    let certificateTone: Tone
    let certificateState: String
    let certificateClaim: String
    let certificateDetail: String
    /// What a certificate still needs.
    var missing: MissingEvidence?
    let hasThresholds: Bool
    let thresholds: [LabelThreshold]
    let mayIssue: Bool
    let issueAction: String
    let maxError: String
    let confidence: String
    /// The version of a caller's own model in the form.
    let modelVersion: String
    /// What stands in the empty field.
    let versionHint: String
    /// Versions that callers sent lately.
    let callerVersions: [String]
    let issueNote: String
    /// Set while a certificate is valid and the reader may take it back.
    var withdrawAction: String?
    /// Why what was asked for was not done.
    var problem: String?
    let history: [TimelineEntry]
    let metCount: String
    let notMetCount: String
    let unprovenCount: String
    let kpis: [KPICard]
    /// Set exactly when `kpis` is empty.
    var noKPIs: EmptyView?
    let hasCharts: Bool
    let charts: [ChartView]

    /// Such as "needs 299 more reviews".
    struct MissingEvidence: Sendable, Decodable {
        let missingTitle: String
        let missingText: String
    }

    /// What the certificate says about one predicted label.
    struct LabelThreshold: Sendable, Decodable {
        let label: String
        let threshold: String
        let allowed: String
        let bound: String
        let counts: String
        let coverage: String
        let misses: String
    }
}

/// One KPI with its interval, target and what is missing.
struct KPICard: Sendable, Decodable {
    let key: String
    let name: String
    let value: String
    let status: String
    let tone: Tone
    /// Estimated values are marked and never mixed with realized ones.
    let estimated: Bool
    let interval: String
    let n: String
    let target: String
    let note: String
    var lacks: String?
    var plot: IntervalView?
    var trend: SparklineView?
}

/// A figure over time, and the same figures as a table.
struct ChartView: Sendable, Decodable {
    let key: String
    let chartTitle: String
    /// The chart as a picture of ours; nil with fewer than two points.
    var course: TimeChart?
    /// Where a Vega-Lite specification of the chart is, for a server that has the bundle.
    var specURL: String?
    let columns: [String]
    let rows: [Row]

    /// One row of the table.
    struct Row: Sendable, Decodable {
        let cells: [String]
    }
}
