import Crypto
import Foundation
import TandemLedger
import TandemModeling
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemValidation
import TandemWork

/// The settled labels that a certificate may rest on, read in one snapshot.
struct CalibrationData: Sendable {
    /// An item of the calibration role that was labeled without a look at a model.
    struct Case: Sendable {
        let item: ItemID
        let content: [String: JSONValue]
        /// Its settled label; nil when people could not settle it.
        let truth: String?
    }

    /// Items with their truth.
    var calibration: [Case] = []
    /// What the caller's model said of items, when the certificate is about one.
    private var callers: [ItemID: Proposal]?
    /// Contents of labeled items of the training role, in an order that does not depend on them.
    var reference: [[String: JSONValue]] = []
    /// Posteriors of the truths that were settled by agreement.
    var posteriors: [Double] = []

    /// The estimated share of wrong labels among the truths.
    var labelNoise: Double? {
        posteriors.isEmpty ? nil : posteriors.reduce(0) { $0 + (1 - $1) } / Double(posteriors.count)
    }

    static func read(
        _ project: Project, about subject: CertificateSubject, sources: String, _ tx: any ReadTransaction
    ) throws -> CalibrationData {
        var data = CalibrationData()
        if let version = subject.callerVersion {
            data.callers = try DecisionStore.callerProposals(of: project.id, version: version, tx)
        }
        var ordered: [(order: [UInt8], content: [String: JSONValue])] = []
        var cursor: ItemID?
        while true {
            let page = try LabelStore.resolved(project: project.id, after: cursor, limit: 2000, tx)
            for resolved in page {
                let content = resolved.item.content.object ?? [:]
                if resolved.item.role == .train {
                    ordered.append((Array(SHA256.hash(data: Data(resolved.item.id.rawValue.utf8))), content))
                }
                guard data.takes(resolved, sources: sources) else { continue }
                data.calibration.append(Case(item: resolved.item.id, content: content, truth: resolved.label))
                if resolved.source == .consensus, let posterior = resolved.posterior {
                    data.posteriors.append(posterior)
                }
            }
            guard page.count == 2000 else { break }
            cursor = page.last?.item.id
        }
        data.reference = ordered.sorted { $0.order.lexicographicallyPrecedes($1.order) }.map(\.content)
        for id in try UnsettledStore.list(of: project.id, tx) {
            guard let item = try ItemStore.find(id, in: project.workspace, tx), item.erasedAt == nil,
                sources == "any" || item.source == sources, data.isScored(id)
            else { continue }
            data.calibration.append(Case(item: id, content: item.content.object ?? [:], truth: nil))
        }
        return data
    }

    private func takes(_ resolved: ResolvedItem, sources: String) -> Bool {
        resolved.item.role == .calibrate && Eligibility.isUniform(resolved.purpose.rawValue) && resolved.label != nil
            && (sources == "any" || resolved.item.source == sources) && isScored(resolved.item.id)
    }

    /// Whether the model at hand can say something of an item: a caller's only of what callers sent.
    private func isScored(_ item: ItemID) -> Bool { callers.map { $0[item] != nil } ?? true }

    /// The items as the certificate rule sees them, scored by the live model or as callers scored them.
    func scored(by live: LiveModel?, labels: [String]) throws -> [CalibrationItem] {
        let places = Dictionary(labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return try calibration.compactMap { known in
            let proposal =
                if let callers { callers[known.item] } else {
                    try live.map { try CasePreparation.proposal(of: $0, for: known.content) }
                }
            guard let proposal, let label = proposal.label, let predicted = places[label],
                let score = proposal.probability
            else { return nil }
            return CalibrationItem(predicted: predicted, score: score, truth: known.truth.flatMap { places[$0] })
        }
    }
}
