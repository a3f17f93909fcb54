import TandemLabeling

/// The independent first answers of people to label tasks.
enum FirstPass {
    /// Not with the model's answer in view, not repeats, no wrong suggestions, sure; the first of a worker on an item.
    static func answers(_ events: KPIEvents) -> [Answer] {
        var seen: Set<Int64> = []
        return events.answers.filter { answer in
            guard answer.isVote, answer.kind == .label, !answer.isSuggested, answer.purpose != .again,
                answer.purpose != .seeded, answer.item >= 0
            else { return false }
            return seen.insert(Int64(answer.worker) << 32 | Int64(answer.item)).inserted
        }
    }

    /// Those of them that give a label of the question, as votes.
    static func votes(_ events: KPIEvents) -> [Vote] {
        answers(events).filter { $0.value < events.labelCount }.map { answer in
            Vote(
                item: events.names.items.names[Int(answer.item)],
                worker: events.names.workers.names[Int(answer.worker)],
                label: Int(answer.value))
        }
    }
}
