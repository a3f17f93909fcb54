import Crypto
import Foundation
import TandemGovernance
import TandemLedger
import TandemStore

/// What a request that carried an idempotency key came to.
public struct OnceReply<Output: Sendable>: Sendable {
    /// The answer, of this time or of the first.
    public let output: Output
    /// Whether it is the answer of the first time and nothing was done now.
    public let isReplay: Bool
}

/// Does something at most once for each key that a caller sends in `Idempotency-Key`.
///
/// Key and answer are written in the transaction of the change, so either both are there or neither. Keys belong to the
/// caller's account and are remembered for a day.
public enum Once {
    /// Runs `body` unless this key was used before; then gives the first answer again.
    ///
    /// - Parameters:
    ///   - key: the caller's key, 1 to 255 visible ASCII characters; nil runs `body` without more ado.
    ///   - operation: the name of the use case; a key is not good for two of them.
    ///   - request: what is asked, as bytes that are the same for the same request. Only its SHA-256 is kept: leave
    ///     passwords out of it, or the hash could be tried.
    ///   - actor: on whose behalf.
    ///   - now: the present moment.
    ///   - tx: the transaction of the change.
    ///   - body: the change.
    /// - Returns: what `body` gave, now or the first time.
    /// - Throws: `Problem` with code `idempotency_key_malformed` or `idempotency_key_reused`, and what `body` throws.
    public static func run<Output: Codable & Sendable>(
        key: String?, operation: String, request: [UInt8], actor: Actor, now: Instant, in tx: any WriteTransaction,
        _ body: () throws -> Output
    ) throws -> OnceReply<Output> {
        guard let key else { return OnceReply(output: try body(), isReplay: false) }
        try check(key)
        let hash = Array(SHA256.hash(data: request))
        let known = try OnceStore.take(key, operation: operation, request: hash, by: actor, at: now, in: tx)
        guard let known else {
            let output = try body()
            // Without the key strategies of `Wire`: this JSON is read back by nobody else, and must come back the same.
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let text = String(decoding: try encoder.encode(output), as: UTF8.self)
            try OnceStore.keep(text, under: key, by: actor, in: tx)
            return OnceReply(output: output, isReplay: false)
        }
        guard known.operation == operation, known.request == hash else {
            throw Problem(
                .conflict, "idempotency_key_reused",
                "This Idempotency-Key was used for another request; send a new key with a new request.",
                at: "Idempotency-Key")
        }
        let output = try JSONDecoder().decode(Output.self, from: Data(known.body.utf8))
        return OnceReply(output: output, isReplay: true)
    }

    private static func check(_ key: String) throws(Problem) {
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(
                .invalid, "idempotency_key_malformed",
                "An Idempotency-Key has 1 to 255 visible ASCII characters.", at: "Idempotency-Key")
        }
    }
}
