import Crypto

/// Draws that nobody outside can foresee and anybody with the key can repeat: HMAC-SHA256 as a number in [0, 1).
public struct KeyedCoin: Sendable {
    /// With the key taken in already, which is half of the work.
    private let ready: HMAC<SHA256>

    /// A coin for many draws with one key.
    public init(key: [UInt8]) { ready = HMAC(key: SymmetricKey(data: key)) }

    /// The first 53 bits of HMAC-SHA256 of the message, divided by 2^53.
    public func draw(_ message: [UInt8]) -> Double {
        var mac = ready
        mac.update(data: message)
        var bits: UInt64 = 0
        for byte in mac.finalize().prefix(8) { bits = bits << 8 | UInt64(byte) }
        return Double(bits >> 11) * 0x1p-53
    }

    /// As above, over texts joined by a zero byte.
    public func draw(_ texts: [String]) -> Double { draw(Array(texts.joined(separator: "\0").utf8)) }

    /// One draw, over texts joined by a zero byte.
    public static func draw(_ texts: [String], key: [UInt8]) -> Double { KeyedCoin(key: key).draw(texts) }
}
