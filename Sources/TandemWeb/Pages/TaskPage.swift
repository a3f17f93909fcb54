/// The frame of the task screen; the task itself is claimed and drawn by `task.js` from a `TaskPayload`.
struct TaskPage: PageView {
    static let template = "task"
    let shell: PageShell
    let claimURL: String
    /// Base of a task's own addresses: `{tasksURL}/{id}/annotation` and so on.
    let tasksURL: String
    /// Names the browser's outbox, so that two people on one machine never send each other's answers.
    let accountKey: String
    let homeURL: String
    /// Where the person's own answers stand.
    let answersURL: String
    /// The kind of tasks that is wanted; empty for all.
    let kinds: String
    /// A plain number without separators, because the screen counts on from it.
    let doneToday: String
    /// A plain number, likewise.
    let waitingCount: String
}
