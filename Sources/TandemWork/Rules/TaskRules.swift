import TandemLedger

/// How a task moves between its states; every place where answers and leases are counted.
extension WorkTask {
    /// Whether a further person can be given the task.
    public var hasPlace: Bool { !state.isEnded && answers + leases < overlap }

    /// Whether every answer is there and the task only waits to be settled.
    public var isAnswered: Bool { !state.isEnded && answers >= overlap }

    /// The task after one more claim; the new fence is the claim's.
    public func claimed() -> WorkTask {
        var task = self
        task.leases += 1
        task.fence += 1
        task.state = task.answers + task.leases < task.overlap ? .open : .full
        return task
    }

    /// The task after a lease ended without an answer; it goes to the end of the queue, `seq`.
    public func gaveBack(newSeq: Int) -> WorkTask {
        guard !state.isEnded else { return self }
        var task = self
        task.leases = max(0, task.leases - 1)
        task.state = task.answers + task.leases < task.overlap ? .open : .full
        if task.state == .open { task.seq = newSeq }
        return task
    }

    /// The task after an answer that counts; `endingLease` when it came under a lease.
    ///
    /// With the last answer it waits until `settleAt` and is settled then.
    public func answered(endingLease: Bool, settleAt: Instant) -> WorkTask {
        var task = self
        if endingLease { task.leases = max(0, task.leases - 1) }
        task.answers += 1
        task.state = task.answers + task.leases < task.overlap ? .open : .full
        task.settleAt = task.answers >= task.overlap ? settleAt : nil
        return task
    }

    /// The task after an answer was taken back by a person who holds it again under a new lease.
    public func takenBack() -> WorkTask {
        var task = self
        task.answers = max(0, task.answers - 1)
        task.settleAt = nil
        return task.claimed()
    }

    /// The task at its end.
    public func ended(_ state: TaskState, at now: Instant) -> WorkTask {
        var task = self
        task.state = state
        task.leases = 0
        task.settleAt = nil
        task.endedAt = now
        return task
    }
}
