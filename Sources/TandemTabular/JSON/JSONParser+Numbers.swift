extension JSONParser {
    /// Reads a number by JSON's grammar; `position` is at its first byte.
    mutating func number() throws(JSONError) -> Double {
        let start = position
        let negative = bytes[position] == UInt8(ascii: "-")
        if negative { position += 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        guard let first = digit() else { throw position < bytes.count ? fail(.badNumber) : fail(.endedEarly) }
        mantissa = UInt64(first)
        digits = first == 0 ? 0 : 1
        position += 1
        if first == 0, digit() != nil { throw fail(.badNumber, detail: "leading zero") }
        takeDigits(&mantissa, &digits)
        var exponent = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            let fraction = position
            guard digit() != nil else { throw fail(.badNumber) }
            takeDigits(&mantissa, &digits)
            exponent = fraction - position
        }
        try readExponent(into: &exponent)
        // Clinger's fast path: both the mantissa and the power of ten are exact doubles, so one rounding happens.
        if digits <= 19, mantissa <= 1 << 53, abs(exponent) <= 22 {
            let magnitude = Double(mantissa)
            let scaled = exponent < 0 ? magnitude / Self.powers[-exponent] : magnitude * Self.powers[exponent]
            return negative ? -scaled : scaled
        }
        return try slowNumber(start..<position)
    }

    private static let powers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    @inline(__always)
    private func digit() -> UInt8? {
        guard position < bytes.count else { return nil }
        let value = bytes[position] &- 0x30
        return value < 10 ? value : nil
    }

    @inline(__always)
    private mutating func takeDigits(_ mantissa: inout UInt64, _ digits: inout Int) {
        while let next = digit() {
            // Beyond 19 digits the mantissa wraps around; the slow path then reads the bytes themselves.
            mantissa = mantissa &* 10 &+ UInt64(next)
            if mantissa != 0 || digits > 0 { digits += 1 }
            position += 1
        }
    }

    private mutating func readExponent(into exponent: inout Int) throws(JSONError) {
        guard position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") else { return }
        position += 1
        var negative = false
        if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
            negative = bytes[position] == UInt8(ascii: "-")
            position += 1
        }
        guard digit() != nil else { throw fail(position < bytes.count ? .badNumber : .endedEarly) }
        var written = 0
        while let next = digit() {
            written = min(written * 10 + Int(next), 1_000_000)
            position += 1
        }
        exponent += negative ? -written : written
    }

    private func slowNumber(_ range: Range<Int>) throws(JSONError) -> Double {
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        guard let value = Double(text), value.isFinite else {
            throw JSONError(.numberOutOfRange, at: range.lowerBound, detail: String(text.prefix(32)))
        }
        return value
    }
}
