import TandemLabeling
import TandemLedger

/// The independent first answers of people to label tasks, as votes.
enum Votes {
    /// Blind or not shown a suggestion, not gold, not repeats, not unsure; one vote a worker and item.
    static func firstPass(_ events: KPIEvents) -> [Vote] {
        events.annotations.compactMap { event in
            guard event.text("mode") != "suggested", event.text("task_kind") ?? "label" == "label",
                !event.flag("is_gold"), event.text("repeat_of") == nil, !event.flag("unsure"),
                let item = event.text("item"), let label = events.index(of: event.text("label"))
            else { return nil }
            return Vote(item: item, worker: event.actor, label: label)
        }
    }
}
