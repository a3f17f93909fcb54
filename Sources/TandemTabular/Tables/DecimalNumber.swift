/// Decimal numbers in the bytes of a field.
enum DecimalNumber {
    /// The finite number that `bytes` spell, spaces around it allowed; nil for anything else, `nan` and `0x1` too.
    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var start = 0
        var end = bytes.count
        while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        guard start < end else { return nil }
        return quick(bytes, start, end) ?? slow(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }

    /// Plain digits with at most one point: exact by Clinger's argument, one rounding of two exact doubles.
    private static func quick(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Double? {
        var index = start
        let isNegative = bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        guard end - index <= 17, index < end else { return nil }
        var mantissa: UInt64 = 0
        var point = -1
        let first = index
        while index < end {
            let digit = bytes[index] &- 0x30
            if digit < 10 {
                mantissa = mantissa * 10 + UInt64(digit)
            } else if bytes[index] == UInt8(ascii: "."), point < 0 {
                point = index
            } else {
                return nil
            }
            index += 1
        }
        guard mantissa <= 1 << 53, end - first > (point < 0 ? 0 : 1) else { return nil }
        let value = Double(mantissa) / (point < 0 ? 1 : powers[end - point - 1])
        return isNegative ? -value : value
    }

    private static func slow(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        let allowed = bytes.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B || $0 | 0x20 == 0x65
        }
        guard allowed, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    private static let powers: [Double] = (0...17).map { exponent in
        (0..<exponent).reduce(1.0) { power, _ in power * 10 }
    }
}
