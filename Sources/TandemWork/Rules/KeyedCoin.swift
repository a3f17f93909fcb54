import Crypto

/// Draws that nobody outside can foresee and anybody with the key can repeat: HMAC-SHA256 as a number in [0, 1).
public enum KeyedCoin {
    /// The first 53 bits of HMAC-SHA256 of the message, divided by 2^53.
    public static func draw(_ message: [UInt8], key: SymmetricKey) -> Double {
        var bits: UInt64 = 0
        for byte in HMAC<SHA256>.authenticationCode(for: message, using: key).prefix(8) {
            bits = bits << 8 | UInt64(byte)
        }
        return Double(bits >> 11) * 0x1p-53
    }

    /// As above, over texts joined by a zero byte.
    public static func draw(_ texts: [String], key: [UInt8]) -> Double {
        draw(Array(texts.joined(separator: "\0").utf8), key: SymmetricKey(data: key))
    }
}
