import TandemOversight
import TandemRegistry
import TandemWorkflow

extension MetricRegistry {
    private typealias Sample = (labels: [(String, String)], value: Double)

    /// Sets what is kept in the database and what the machine knows, when somebody asks for the metrics.
    func set(_ read: ReadGauges.Output, process: [ProcessFigure], version: String) {
        replace(.buildInfo, [([("version", version)], 1)])
        for figure in process { replace(figure.family, [([], figure.value)]) }
        replace(.auditHeadAge, read.headAgeSeconds.map { [([], $0)] } ?? [])
        setQueues(read.projects)
        setCounts(read.projects)
        setOversight(read.projects)
        setModels(read.projects)
    }

    private func setQueues(_ projects: [ReadGauges.ProjectGauges]) {
        replace(
            .queueTasks,
            projects.flatMap { project in
                project.waiting.map {
                    ([("queue", project.slug), ("kind", $0.kind), ("state", "open")], Double($0.tasks))
                }
            })
        replace(.openDecisions, projects.map { ([("queue", $0.slug)], Double($0.open)) })
    }

    private func setCounts(_ projects: [ReadGauges.ProjectGauges]) {
        var predictions: [Sample] = []
        var reviews: [Sample] = []
        var triggers: [Sample] = []
        var breaches: [Sample] = []
        for project in projects {
            for (count, value) in project.counts {
                let value = Double(value)
                switch count {
                case .predictions(let route, let version):
                    predictions.append(([("model", project.slug), ("version", version), ("route", route)], value))
                case .reviews(let decision):
                    reviews.append(([("queue", project.slug), ("decision", decision)], value))
                case .triggers(let rule):
                    // Whatever fires takes the certificate back, which is as severe as it gets.
                    triggers.append(
                        ([("policy", project.slug), ("rule", rule), ("severity", "critical")], value))
                case .breaches: breaches.append(([("queue", project.slug)], value))
                }
            }
        }
        replace(.predictions, predictions)
        replace(.reviews, reviews)
        replace(.triggersFired, triggers)
        replace(.breaches, breaches)
    }

    private func setOversight(_ projects: [ReadGauges.ProjectGauges]) {
        replace(.guaranteeValid, projects.map { ([("policy", $0.slug)], $0.isCertified ? 1 : 0) })
        var evidence: [Sample] = []
        var drift: [Sample] = []
        var thresholds: [Sample] = []
        for project in projects {
            for monitor in project.monitors {
                evidence.append(([("policy", project.slug), ("rule", monitor.name)], monitor.evidence))
                guard monitor.name == Monitor.population else { continue }
                let labels = [("model", project.slug), ("detector", monitor.name), ("feature", "all")]
                drift.append((labels, monitor.evidence))
                thresholds.append((labels, monitor.threshold))
            }
        }
        replace(.triggerEvidence, evidence)
        replace(.driftStatistic, drift)
        replace(.driftThreshold, thresholds)
    }

    private func setModels(_ projects: [ReadGauges.ProjectGauges]) {
        var quality: [Sample] = []
        var gaps: [Sample] = []
        var figures: [Sample] = []
        for project in projects {
            if let version = project.version, let evaluation = project.evaluation {
                let labels = [("model", project.slug), ("version", version), ("source", "audited")]
                quality += Self.ratios(of: evaluation).sorted { $0.key < $1.key }.map {
                    (labels + [("metric", $0)], $1)
                }
                gaps += Self.gaps(evaluation).map { ([("model", project.slug), ("metric", $0)], $1) }
            }
            for kpi in project.kpis where kpi.unit == "ratio" {
                if let value = kpi.value { figures.append(([("model", project.slug), ("kpi", kpi.key)], value)) }
            }
        }
        replace(.modelQuality, quality)
        replace(.fairnessGap, gaps)
        replace(.kpi, figures)
    }

    /// The metrics that are ratios: all but the log loss, which has no upper end.
    private static func ratios(of evaluation: Evaluation) -> [String: Double] {
        evaluation.metrics.filter { $0.key != "log_loss" }
    }

    /// The widest difference of each metric between groups; none with fewer than two groups.
    private static func gaps(_ evaluation: Evaluation) -> [(String, Double)] {
        let groups = evaluation.slices.dropFirst()
        return ratios(of: evaluation).keys.sorted().compactMap { metric in
            let values = groups.compactMap { $0.metrics[metric] }
            guard values.count > 1, let lowest = values.min(), let highest = values.max() else { return nil }
            return (metric, highest - lowest)
        }
    }
}
