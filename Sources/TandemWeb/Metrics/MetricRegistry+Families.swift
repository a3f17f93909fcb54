import TandemWorkflow

extension MetricRegistry.Family {
    /// How long requests take.
    public static let httpRequestDuration = Self(
        "tandem_http_request_duration_seconds", .histogram, "How long requests take, by route and status.")

    /// Writes that were acknowledged.
    static let storeWrites = Self(
        "tandem_store_writes", .counter, "Transactions that were acknowledged as durable.")
    /// Commits that the writes took.
    static let storeCommits = Self(
        "tandem_store_commits", .counter, "Commits, each one wait for the disk, that those writes shared.")
    static let buildInfo = Self("tandem_build_info", .gauge, "Always 1; the label is the version of the program.")
    static let predictions = Self(
        "tandem_predictions", .counter, "Live decisions by project, model version and route, of all servers.")
    static let inferenceDuration = Self(
        "tandem_inference_duration_seconds", .histogram, "How long the live model takes for one request's cases.")
    static let queueTasks = Self("tandem_queue_tasks", .gauge, "Tasks that are not settled, by project and kind.")
    static let openDecisions = Self("tandem_decisions_open", .gauge, "Decisions that wait for a person.")
    static let taskWait = Self("tandem_task_wait_seconds", .histogram, "From the making of a task to its claim.")
    static let breaches = Self(
        "tandem_task_sla_breaches", .counter, "Decisions whose deadline passed before a person answered.")
    static let reviews = Self("tandem_reviews", .counter, "Verdicts of people on answers, by project and verdict.")
    static let triggersFired = Self("tandem_trigger_fired", .counter, "Monitors that fired, by rule and severity.")
    static let triggerEvidence = Self(
        "tandem_trigger_evidence", .gauge, "The evidence that a monitor of the certificate has gathered.")
    static let driftStatistic = Self(
        "tandem_drift_statistic", .gauge, "The evidence that live inputs differ from those calibrated on.")
    static let driftThreshold = Self(
        "tandem_drift_statistic_threshold", .gauge, "The evidence at which the certificate is withdrawn.")
    static let modelQuality = Self(
        "tandem_model_quality_ratio", .gauge, "Metrics of the live model on frozen labels of people.")
    static let fairnessGap = Self(
        "tandem_fairness_gap_ratio", .gauge, "The widest gap of a metric between groups of the fairness column.")
    static let kpi = Self("tandem_kpi_ratio", .gauge, "The figures that are ratios, as last computed by this server.")
    static let guaranteeValid = Self(
        "tandem_guarantee_valid", .gauge, "1 while a certificate covers automatic decisions of the project.")
    static let auditHeadAge = Self("tandem_audit_head_age_seconds", .gauge, "Age of the ledger's newest checkpoint.")
}

/// What the operating system knows of this process, under the names that every Prometheus client uses.
public struct ProcessFigure: Sendable {
    let family: MetricRegistry.Family
    let value: Double

    /// A figure; counters are named without `_total`.
    public init(_ name: String, _ kind: MetricRegistry.Family.Kind, _ help: String, _ value: Double) {
        family = MetricRegistry.Family(name, kind, help)
        self.value = value
    }
}

extension MetricRegistry: Meter {
    /// Takes what use cases measure.
    public func observe(_ measure: Measure, seconds: Double) {
        switch measure {
        case .inference: observe(.inferenceDuration, seconds)
        case .taskWait: observe(.taskWait, seconds)
        }
    }
}
