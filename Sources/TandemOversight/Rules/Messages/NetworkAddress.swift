/// An IPv4 or IPv6 address as its bytes, most significant first.
public struct NetworkAddress: Sendable, Hashable {
    /// 4 or 16 bytes.
    public let bytes: [UInt8]

    /// An address from 4 or 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// An address from text: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`, with or without brackets; a zone is dropped.
    ///
    /// Only four decimal parts without leading zeros are accepted for IPv4: the other spellings (`0x7f.1`, `2130706433`)
    /// are read differently by different libraries.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        if let zone = text.firstIndex(of: "%") { text = String(text[..<zone]) }
        let bytes = text.contains(":") ? Self.version6(text) : Self.version4(text)
        guard let bytes else { return nil }
        self.bytes = bytes
    }

    private static func version4(_ text: some StringProtocol) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard !part.isEmpty, part.count <= 3, part.utf8.allSatisfy({ (48...57).contains($0) }),
                part.count == 1 || part.first != "0", let byte = UInt8(part)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func version6(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), let head = groups(halves[0]) else { return nil }
        if halves.count == 1 { return head.count == 16 ? head : nil }
        guard let tail = groups(halves[1]), head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: some StringProtocol) -> [UInt8]? {
        if text.isEmpty { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let last = version4(part) else { return nil }
                bytes += last
            } else {
                guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != 43 && $0 != 45 }),
                    let group = UInt16(part, radix: 16)
                else { return nil }
                bytes += [UInt8(group >> 8), UInt8(group & 255)]
            }
        }
        return bytes
    }
}

/// A block of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct NetworkRange: Sendable, Hashable {
    /// The first address.
    public let address: NetworkAddress
    /// How many leading bits count.
    public let prefix: Int

    /// A block from text.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = NetworkAddress(first) else { return nil }
        let bits = address.bytes.count * 8
        guard let prefix = parts.count == 2 ? Int(parts[1]) : bits, (0...bits).contains(prefix) else { return nil }
        self.address = address
        self.prefix = prefix
    }

    /// Whether an address of the same family lies in the block.
    public func contains(_ other: NetworkAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        for bit in stride(from: 0, to: prefix, by: 8) {
            let mask = prefix - bit >= 8 ? UInt8(255) : ~(UInt8(255) >> UInt8(prefix - bit))
            if (other.bytes[bit / 8] ^ address.bytes[bit / 8]) & mask != 0 { return false }
        }
        return true
    }
}
