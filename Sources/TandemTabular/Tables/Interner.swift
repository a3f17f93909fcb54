/// Numbers distinct byte strings in order of first appearance; an open-addressing table over one arena of bytes.
struct Interner: Sendable {
    private var slots: [Int32] = [Int32](repeating: -1, count: 64)
    private var hashes: [UInt64] = []
    private var ends: [Int] = [0]
    private var arena: [UInt8] = []
    private var last: Int32 = -1

    /// Number of distinct strings so far.
    var count: Int { hashes.count }

    /// The number of `bytes`, and whether it was given just now.
    mutating func code(of bytes: UnsafeBufferPointer<UInt8>) -> (code: Int32, isNew: Bool) {
        if last >= 0, equals(Int(last), bytes) { return (last, false) }
        let hash = Self.hash(bytes)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let code = slots[slot]
            if hashes[Int(code)] == hash, equals(Int(code), bytes) {
                last = code
                return (code, false)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        let code = Int32(hashes.count)
        slots[slot] = code
        hashes.append(hash)
        arena.append(contentsOf: bytes)
        ends.append(arena.count)
        last = code
        if hashes.count * 2 > slots.count { grow() }
        return (code, true)
    }

    private func equals(_ code: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = ends[code]
        guard ends[code + 1] - start == bytes.count else { return false }
        return arena.withUnsafeBufferPointer { arena in
            for index in 0..<bytes.count where arena[start + index] != bytes[index] { return false }
            return true
        }
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 4)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(code)
        }
    }

    /// Eight bytes at a time through a multiply and a fold; spreads well enough for a table, no protection intended
    /// beyond the doubling of the table (a command reads its user's own files).
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = UInt64(bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index < bytes.count {
            var word: UInt64 = 0
            let end = min(index + 8, bytes.count)
            while index < end {
                word = word << 8 | UInt64(bytes[index])
                index += 1
            }
            let product = (hash ^ word).multipliedFullWidth(by: 0xD605_BBB5_8C8A_BC47)
            hash = product.high ^ product.low
        }
        return hash
    }
}
