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
    /// Contents of items of the calibration role that were labeled without a look at a model, with their truth.
    var calibration: [(content: [String: JSONValue], truth: String?)] = []
    /// Contents of labeled items of the training role, in an order that does not depend on them.
    var reference: [[String: JSONValue]] = []
    /// What agreement tells of errors in the truths and of single answers; nil when nobody was asked twice.
    var noise: LabelNoise?
    /// Items of the calibration role whose truth was settled by agreement, with it.
    private var agreed: [String: String] = [:]

    static func read(_ project: Project, sources: String, _ tx: any ReadTransaction) throws -> CalibrationData {
        var data = CalibrationData()
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
                data.calibration.append((content, resolved.label))
                if resolved.source == .consensus { data.agreed[resolved.item.id.rawValue] = resolved.label }
            }
            guard page.count == 2000 else { break }
            cursor = page.last?.item.id
        }
        data.reference = ordered.sorted { $0.order.lexicographicallyPrecedes($1.order) }.map(\.content)
        data.noise = LabelNoise(
            votes: try FitAggregator.votes(of: project, tx), labels: project.question.labels.map(\.value),
            agreed: data.agreed)
        for id in try UnsettledStore.list(of: project.id, tx) {
            guard let item = try ItemStore.find(id, in: project.workspace, tx), item.erasedAt == nil,
                sources == "any" || item.source == sources
            else { continue }
            data.calibration.append((item.content.object ?? [:], nil))
        }
        return data
    }

    private func takes(_ resolved: ResolvedItem, sources: String) -> Bool {
        resolved.item.role == .calibrate && Eligibility.isUniform(resolved.purpose.rawValue) && resolved.label != nil
            && (sources == "any" || resolved.item.source == sources)
    }

    /// The items as the certificate rule sees them, scored by the model.
    func scored(by live: LiveModel, labels: [String]) throws -> [CalibrationItem] {
        let places = Dictionary(labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return try calibration.compactMap { content, truth in
            let proposal = try CasePreparation.proposal(of: live, for: content)
            guard let label = proposal.label, let predicted = places[label], let score = proposal.probability else {
                return nil
            }
            return CalibrationItem(predicted: predicted, score: score, truth: truth.flatMap { places[$0] })
        }
    }
}
