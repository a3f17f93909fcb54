import TandemLedger
import TandemWork
import TandemWorkflow

extension Pages {
    /// The loop as a picture, what waits, and its live updates.
    var home: [Endpoint] { [] }
}
