import TandemLedger
import TandemOversight
import TandemRegistry
import TandemWorkflow

/// The shapes of models, decisions, certificates and figures.
extension Shapes {
    static let job = shape(
        "Job",
        [
            .required("id", .id), .optional("project", .id), .required("kind", .text),
            .required("state", word(JobState.self)), .required("progress", .share), .optional("message", .text),
            .required("is_canceling", .boolean), .required("input", anything), .required("seed", .text),
            .optional("output", .any), .optional("problem", .any), .required("created_by", .text),
            .required("created_at", .time), .optional("started_at", .time), .optional("ended_at", .time),
        ])
    private static let snapshot = shape(
        "Snapshot",
        [
            .required("id", .id), .required("hash", hash), .required("labels", .count), .required("train", .count),
            .required("calibrate", .count), .required("evaluate", .count), .required("new_human_labels", .count),
            .required("created_at", .time),
        ])
    private static let evaluation = shape(
        "Evaluation",
        [
            .required("hash", hash), .required("labels", .array(.text, min: 0, max: 500)),
            .required(
                "slices",
                .array(
                    .object(
                        .required("name", .text), .required("n", .count), .required("metrics", numbers),
                        .required("counts", .array(.count, min: 0, max: 250_000))), min: 0, max: 1000)),
            .required("created_at", .time),
        ])
    static let model = shape(
        "Model",
        [
            .required("id", .id), .required("project", .id), .required("number", .count), .required("name", .text),
            .required("state", word(ModelState.self)), .required("arm", word(Arm.self)), .required("learner", .text),
            .required("parameters", anything), .optional("snapshot", snapshot), .optional("parent", .id),
            .optional("job", .id), .required("seed", .text), .required("hash", .text),
            .required("calibration", anything), .required("trained_by", .text), .required("created_at", .time),
            .required("evaluations", .array(evaluation, min: 0, max: 1000)), .optional("may_promote", .boolean),
            .optional("why_not", .text),
        ])
    static let liveModel = shape(
        "LiveModel",
        [
            .required("model", .id), .required("name", .text), .optional("previous", .id), .required("since", .time),
            .required("version", .count),
        ])
    static let modelChange = shape(
        "ModelChange",
        [
            .required("model", .id), .optional("previous", .id), .required("kind", word(Promotion.Kind.self)),
            .optional("reason", .text), .required("decided_by", .text), .required("decided_at", .time),
        ])
    private static let interval = shape(
        "Interval", [.required("value", number), .required("lower", number), .required("upper", number)])
    private static let report = shape(
        "ComparisonReport",
        [
            .required(
                "metrics",
                .array(
                    .object(
                        .required("metric", .text), .required("before", number), .required("after", number),
                        .required("difference", interval), .optional("relative_percent", interval),
                        .required("is_improvement", .boolean), .required("is_harm", .boolean),
                        .required("higher_is_better", .boolean)), min: 0, max: 100)),
            .required("only_before_right", .count), .required("only_after_right", .count),
            .required("mcnemar_p", .share), .required("mcnemar_mid_p", .share),
        ])
    private static let modelName = shape(
        "ModelName",
        [
            .required("id", .id), .required("name", .text), .required("learner", .text),
            .required("state", word(ModelState.self)),
        ])
    static let comparison = shape(
        "Comparison",
        [
            .required("hash", .text), .required("n", .count), .required("champion", modelName),
            .required("challenger", modelName), .optional("without_people", modelName),
            .required("against_champion", report), .optional("against_without_people", report),
        ])
    private static let openFigure = shape(
        "ExaminedFigure",
        [.optional("value", Shapes.number), .optional("lower", Shapes.number), .optional("upper", Shapes.number)])
    static let examination = shape(
        "Examination",
        [
            .required("model", .id), .required("name", .text), .required("n", .count), .required("error_rate", .share),
            .required("groups", .array(examinedColumn, min: 0, max: 100)),
            .required("cohorts", .array(examinedCohort, min: 0, max: 100)), .required("tested", .count),
            .required("suspects", .array(suspect, min: 0, max: 100)),
            .required("missing", .array(.text, min: 0, max: 10)),
        ])
    private static let examinedColumn = shape(
        "ExaminedColumn",
        [
            .required("column", .text), .optional("positive", .text),
            .required("groups", .array(examinedGroup, min: 0, max: 100)),
            .required("gaps", .array(examinedGap, min: 0, max: 10)),
        ])
    private static let examinedGroup = shape(
        "ExaminedGroup",
        [
            .required("name", .text), .required("n", .count), .required("judged", .boolean),
            .required("figures", .object([], open: openFigure)),
        ])
    private static let examinedGap = shape(
        "ExaminedGap", [.required("name", .text), .required("gap", openFigure)])
    private static let examinedCohort = shape(
        "ExaminedCohort",
        [
            .required("words", .text), .required("n", .count), .required("error_rate", openFigure),
            .required("elsewhere", .share), .required("excess", Shapes.number), .required("q", .share),
        ])
    private static let suspect = shape(
        "Suspect",
        [
            .required("item", .id), .required("given", .text), .required("suggested", .text),
            .required("score", .share),
        ])
    private static let reason = shape(
        "RoutingReason", [.required("code", word(RoutingReason.Code.self)), .required("text", .text)])
    static let decision = shape(
        "Decision",
        [
            .required("id", .id), .required("project", .id), .required("item", .id),
            .required("route", .choice(["auto", "human"])), .required("state", .choice(["open", "closed"])),
            .optional("value", .any), .required("provisional", .boolean), .optional("decider", .text),
            .optional("label", .text), .optional("probability", .share),
            .required("scores", .object([], open: .share)), .optional("model_version", .text),
            .required("reasons", .array(reason, min: 0, max: 1000)), .required("audited", .boolean),
            .required("audit_probability", .share), .required("audit", word(Decision.Audit.self)),
            .optional("certificate", .id), .required("policy_version", .text), .optional("task", .id),
            .optional("deadline", .time), .optional("default_label", .text), .required("created_at", .time),
            .optional("closed_at", .time),
            .optional("first_value", .any, "What it was settled with before people corrected it first."),
            .optional("corrected_at", .time), .optional("action", action), .optional("answer", actionAnswer),
            .required("withheld", .boolean, "Whether what the model said is left out: the reader may answer blind."),
            .required("links", .object(.required("self", .text))),
        ])
    static let outcome = shape(
        "Outcome",
        [
            .required("id", .id), .required("decision", .id), .required("value", .any), .required("source", .text),
            .required("observed_at", .time), .required("recorded_at", .time),
        ])
    private static let certifiedLabel = shape(
        "CertifiedLabel",
        [
            .required("label", .text), .required("max_error", .share), .optional("threshold", .share),
            .required("candidates", .count), .required("accepted", .count), .required("errors", .count),
            .required("bound", .share), .optional("missing_items", .count),
            .optional("missing_items_at_present_rate", .count), .required("missed_bound", .share),
            .required("truths", .count),
        ])
    static let certificate = shape(
        "Certificate",
        [
            .required("id", .id), .required("project", .id), .optional("model", .id),
            .optional("model_version", .text, "Of a caller's own model."),
            .required("state", .choice(["valid", "refused", "replaced", "withdrawn", "voided"])),
            .required("attempt", .count), .required("max_error", .share), .required("confidence", .share),
            .required("binding", .text), .required("labels", .array(certifiedLabel, min: 0, max: 500)),
            .required("missing", .array(.text, min: 0, max: 1000)), .required("items", .count),
            .required("coverage", .share), .optional("label_noise", number),
            .optional("answer_noise", number), .required("sources", .text),
            .required("issued_by", .text), .required("issued_at", .time), .optional("ended_at", .time),
            .optional("end_reason", .text),
        ])
    static let monitor = shape(
        "Monitor",
        [
            .required("name", .text), .required("evidence", number), .required("threshold", number),
            .required("effect", number), .required("seen", .count), .optional("certificate", .id),
            .optional("fired_at", .time), .required("updated_at", .time),
        ])
    static let checkpoint = shape(
        "Checkpoint", [.required("number", .count), .required("at", .time), .required("hash", hash)])
    static let figure = shape(
        "KPI",
        [
            .required("key", .text), .required("name", .text), .optional("value", number), .optional("lower", number),
            .optional("upper", number), .required("n", .count), .optional("confidence", .share),
            .optional("method", .text), .required("target", .text), .optional("limit", number),
            .required("unit", .text), .required("status", .choice(["met", "not_met", "not_yet_proven"])),
            .optional("missing", .text), .required("estimated", .boolean), .optional("numerator", number),
            .optional("denominator", number), .required("details", anything),
            .required("events", .array(word(EventKind.self), min: 0, max: 100)),
        ])
    static let series = shape(
        "KPISeries",
        [
            .required("key", .text), .required("name", .text), .required("unit", .text),
            .required(
                "points",
                .array(
                    .object(.required("at", .time), .optional("value", number), .required("n", .count)), min: 0,
                    max: 1000)),
        ])
}
