/// The form of ids: 48 bits of milliseconds and 80 random bits in Crockford's base 32, lower case.
///
/// Source: github.com/ulid/spec. Text order is time order, which keeps inserts at the end of an index.
public enum ULID {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Whether a byte is one of the 32 digits.
    public static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
        default: (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        }
    }

    /// 26 digits for a time and random bits (the upper 48 bits of `high` are ignored).
    public static func text(at time: Instant, high: UInt16, low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 26) { buffer in
            var milliseconds = UInt64(max(0, time.milliseconds))
            for place in stride(from: 9, through: 0, by: -1) {
                buffer[place] = digits[Int(milliseconds & 31)]
                milliseconds >>= 5
            }
            // 80 random bits are 16 digits: 8 from (high, top of low), 8 from the rest; split as 40 + 40 bits.
            var upper = UInt64(high) << 24 | low >> 40
            var lower = low & 0xFF_FFFF_FFFF
            for place in stride(from: 7, through: 0, by: -1) {
                buffer[10 + place] = digits[Int(upper & 31)]
                buffer[18 + place] = digits[Int(lower & 31)]
                upper >>= 5
                lower >>= 5
            }
            return 26
        }
    }
}
