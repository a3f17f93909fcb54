import TandemOversight

/// Sends a message to somebody's server; the composition root gives the real one, tests a recording one.
///
/// An implementation resolves the host itself, asks `AddressRules` about the resolved address, connects to just that
/// address, follows no redirect, and gives up after a few seconds.
public protocol MessageSender: Sendable {
    /// Posts a body and says what came of it; never throws, a failure is a result too.
    func send(to url: String, headers: [String: String], body: [UInt8]) async -> DeliveryResult
}
