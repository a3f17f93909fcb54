import Crypto
import CryptoExtras
import Foundation
import TandemLedger

/// What is kept of a password: scrypt with a salt of its own.
public struct PasswordHash: Sendable, Equatable {
    /// 16 random bytes.
    public let salt: [UInt8]
    /// 32 bytes.
    public let hash: [UInt8]
    /// How it was made.
    public let cost: ScryptCost

    /// A hash as it was stored.
    public init(salt: [UInt8], hash: [UInt8], cost: ScryptCost) {
        self.salt = salt
        self.hash = hash
        self.cost = cost
    }

    /// What a sign-in with an unknown e-mail address is compared with, so that it takes as long as any other.
    public static let ofNobody = PasswordHash(
        salt: [UInt8](repeating: 0, count: 16), hash: [UInt8](repeating: 0, count: 32), cost: .standard)

    /// Hashes a new password on the thread for passwords.
    /// - Throws: `Problem` when too many wait already, `CryptoKitError` when memory is short.
    public static func make(
        _ password: String, cost: ScryptCost = .standard, random: any RandomSource
    ) async throws -> PasswordHash {
        let salt = random.bytes(16)
        return PasswordHash(salt: salt, hash: try await derive(password, salt: salt, cost: cost), cost: cost)
    }

    /// Whether this is the password; compares in constant time.
    /// - Throws: as `make`.
    public func matches(_ password: String) async throws -> Bool {
        ConstantTime.equal(try await Self.derive(password, salt: salt, cost: cost), hash)
    }

    private static func derive(_ password: String, salt: [UInt8], cost: ScryptCost) async throws -> [UInt8] {
        // NFC, so that the same password typed on two systems is the same bytes. Source: RFC 8265, OpaqueString.
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
        return try await PasswordThread.shared.run {
            try KDF.Scrypt.deriveKey(
                from: bytes, salt: salt, outputByteCount: 32, rounds: cost.rounds, blockSize: cost.blockSize,
                parallelism: cost.parallelism
            ).withUnsafeBytes { Array($0) }
        }
    }
}
