import TandemMonitoring
import TandemStatistics

/// One pass over a stream with a certificate's monitor and the lower bound of the error rate.
struct WatchWalk {
    /// What was known after a row.
    struct Look {
        /// Which row, counted from 1.
        let row: Int
        let errors: Int
        let lower: Double
        let evidence: Double
    }

    /// Some looks, evenly spaced, the last and the one that withdraws included.
    private(set) var looks: [Look] = []
    /// The look at which the certificate must be withdrawn; nil if never.
    private(set) var withdrawal: Look?
    /// The row after which evidence has been rising up to the withdrawal: where the rise of errors is to be looked for.
    private(set) var riseRow: Int?
    /// The monitor as the stream left it.
    private(set) var monitor: CertificateMonitor
    /// A monitor that has seen nothing.
    let fresh: CertificateMonitor
    /// The lower bound as the stream left it.
    private(set) var lower = 0.0

    init(_ file: WatchFile, maxError: Double, falseAlarm: Double) {
        fresh = CertificateMonitor(maxError: maxError, falseAlarm: falseAlarm)
        monitor = fresh
        var bound = ErrorRateBound(around: maxError, alpha: falseAlarm)
        let step = max(1, file.outcomes.count / Self.most)
        var lowest = (row: 0, evidence: Double.infinity)
        for (index, outcome) in file.outcomes.enumerated() {
            monitor.observe(isError: outcome.isError, weight: outcome.weight)
            bound.observe(isError: outcome.isError, weight: outcome.weight)
            let row = index + 1
            if monitor.evidence <= lowest.evidence, withdrawal == nil { lowest = (row, monitor.evidence) }
            let isWithdrawal = monitor.fired && withdrawal == nil
            guard isWithdrawal || row % step == 0 || row == file.outcomes.count else { continue }
            let look = Look(
                row: row, errors: monitor.errors, lower: bound.lower, evidence: monitor.evidence)
            looks.append(look)
            if isWithdrawal {
                withdrawal = look
                riseRow = lowest.row
            }
        }
        lower = bound.lower
    }

    /// About how many looks are kept.
    private static let most = 400
}
