/// What came of one try to deliver a message.
public enum DeliveryResult: Sendable, Hashable {
    /// The receiver answered with this status; `retryAfter` in seconds if it said so.
    case answered(status: Int, retryAfter: Int?)
    /// No answer: refused, timed out, not resolved.
    case failed(String)
    /// We may not send there: the address is private.
    case refused(String)
}

/// What to do after a try.
public enum DeliveryVerdict: Sendable, Hashable {
    /// It arrived.
    case delivered
    /// Try again after so many milliseconds.
    case retry(afterMilliseconds: Int, reason: String)
    /// Give up; somebody should look.
    case dead(reason: String)
}

/// When a message is tried again, and when it is given up.
public enum DeliveryRules {
    /// Tries before a message is dead; with the back-off below that is about three days.
    public static let tries = 12
    /// The longest wait between two tries: twelve hours.
    static let longest = 43_200_000
    /// The wait after the first failure: five seconds.
    static let first = 5000

    /// The verdict on a try.
    ///
    /// 2xx is delivered; 410 ends it at once; a refused address ends it; 429 and 503 wait at least as long as
    /// `Retry-After` says (at most a day); everything else is tried again with exponential back-off.
    ///
    /// - Parameters:
    ///   - result: what came of it.
    ///   - attempt: which try it was, from 1.
    ///   - jitter: a random number in 0..<1; spreads the wait over its upper half so that receivers are not hit at once.
    /// - Returns: what to do now.
    public static func verdict(_ result: DeliveryResult, attempt: Int, jitter: Double) -> DeliveryVerdict {
        switch result {
        case .answered(let status, _) where (200...299).contains(status): .delivered
        case .answered(410, _): .dead(reason: "410: the receiver is gone for good")
        case .refused(let reason): .dead(reason: "refused: \(reason)")
        case .answered(let status, let wait):
            retry(attempt, jitter, atLeast: status == 429 || status == 503 ? wait : nil, reason: "status \(status)")
        case .failed(let reason): retry(attempt, jitter, atLeast: nil, reason: reason)
        }
    }

    private static func retry(_ attempt: Int, _ jitter: Double, atLeast: Int?, reason: String) -> DeliveryVerdict {
        guard attempt < tries else { return .dead(reason: "\(reason), after \(attempt) tries") }
        let exponent = min(max(attempt, 1) - 1, 20)
        let wait = Double(min(first << exponent, longest)) * (0.5 + jitter / 2)
        let asked = min(max(atLeast ?? 0, 0), 86_400) * 1000
        return .retry(afterMilliseconds: max(Int(wait), asked), reason: reason)
    }
}
