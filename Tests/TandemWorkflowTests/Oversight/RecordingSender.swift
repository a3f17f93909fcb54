import Synchronization
import TandemOversight
import TandemWorkflow

/// Remembers what it was asked to send and gives prepared results, the last of them for ever.
final class RecordingSender: MessageSender {
    struct Sent: Sendable {
        let url: String
        let headers: [String: String]
        let body: [UInt8]
    }

    private let state: Mutex<(results: [DeliveryResult], sent: [Sent])>

    init(_ results: [DeliveryResult]) { state = Mutex((results, [])) }

    var sent: [Sent] { state.withLock { $0.sent } }

    func send(to url: String, headers: [String: String], body: [UInt8]) async -> DeliveryResult {
        state.withLock { state in
            state.sent.append(Sent(url: url, headers: headers, body: body))
            let result = state.results.first ?? .failed("no result prepared")
            if state.results.count > 1 { state.results.removeFirst() }
            return result
        }
    }
}
