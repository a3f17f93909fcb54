/// How hard a password is to try, stored beside each hash so that it may rise later.
///
/// Source: RFC 7914. Memory used is 128·N·r bytes: 32 MiB at the default.
public struct ScryptCost: Sendable, Hashable {
    /// N, a power of two from 2^15 to 2^17.
    public let rounds: Int
    /// r.
    public let blockSize: Int
    /// p.
    public let parallelism: Int

    /// N = 2^15, r = 8, p = 1.
    public static let standard = ScryptCost(rounds: 1 << 15)

    /// A cost with r = 8 and p = 1.
    public init(rounds: Int) {
        self.rounds = rounds
        blockSize = 8
        parallelism = 1
    }

    /// A cost as it was stored; nil for anything this program never wrote.
    public init?(text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 4, parts[0] == "scrypt", let rounds = Int(parts[1]), parts[2] == "8", parts[3] == "1",
            [1 << 15, 1 << 16, 1 << 17].contains(rounds)
        else { return nil }
        self.init(rounds: rounds)
    }

    /// `scrypt:32768:8:1`.
    public var text: String { "scrypt:\(rounds):\(blockSize):\(parallelism)" }
}
