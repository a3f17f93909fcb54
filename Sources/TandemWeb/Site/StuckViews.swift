import TandemGovernance
import TandemWork
import TandemWorkflow

/// Tells what waits although nobody may take it.
enum StuckViews {
    static func rows(_ blocked: [BlockedWork], _ visit: Visit) -> [StuckRow] {
        blocked.map { one in
            StuckRow(
                figure: one.count >= BlockedWork.most ? "\(BlockedWork.most)+" : Show.count(one.count),
                stuckTitle: title(one), stuckText: one.reason,
                stuckHref: visit.mayDo(.grantRole) ? SiteURL.people(visit.slug) : nil)
        }
    }

    /// The same as one sentence each.
    static func sentences(_ blocked: [BlockedWork]) -> [String] {
        blocked.map { "\(Show.count($0.count)) × \(title($0).lowercased()): \($0.reason)" }
    }

    private static func title(_ one: BlockedWork) -> String {
        let what =
            switch one.kind {
            case .label: "label task"
            case .review: "review"
            case .adjudicate: "disagreement"
            case .approve: "agent's action"
            }
        return one.count == 1
            ? "A \(what) waits and nobody may take it".replacing("A agent", with: "An agent")
            : "\(what.prefix(1).uppercased())\(what.dropFirst())s wait and nobody may take them".replacing(
                "action's", with: "actions")
    }
}
