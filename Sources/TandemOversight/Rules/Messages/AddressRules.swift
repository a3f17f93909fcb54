/// Which resolved addresses a message may be sent to, so that a callback cannot reach into our own network.
///
/// Judged on the address the connection is really made to (resolved and pinned), never on the name.
/// Source: the IANA special-purpose address registries (RFC 6890 and its updates).
public enum AddressRules {
    /// Why an address is refused, or nil when it may be used.
    ///
    /// - Parameters:
    ///   - address: the resolved address.
    ///   - allowed: blocks that the operator allows although they are not public.
    /// - Returns: a sentence, or nil.
    public static func refusal(of address: NetworkAddress, allowed: [NetworkRange] = []) -> String? {
        let inner = embedded(in: address)
        if allowed.contains(where: { range in range.contains(address) || inner.map { range.contains($0) } ?? false }) {
            return nil
        }
        if let inner { return refusal(of: inner, allowed: allowed) }
        let isPublic: Bool
        if address.bytes.count == 4 {
            isPublic = !notPublic4.contains { $0.contains(address) }
        } else {
            isPublic = global6.contains(address) && !notPublic6.contains { $0.contains(address) }
        }
        return isPublic ? nil : "The address is not a public one; an operator can allow it."
    }

    /// The same for text; what is no address is refused.
    public static func refusal(of text: String, allowed: [NetworkRange] = []) -> String? {
        guard let address = NetworkAddress(text) else { return "“\(text)” is not a network address." }
        return refusal(of: address, allowed: allowed)
    }

    /// The IPv4 address that an IPv6 one stands for: mapped, compatible, NAT64, 6to4.
    private static func embedded(in address: NetworkAddress) -> NetworkAddress? {
        let bytes = address.bytes
        guard bytes.count == 16 else { return nil }
        if bytes[0..<10].allSatisfy({ $0 == 0 }), bytes[10] == bytes[11], bytes[10] == 0 || bytes[10] == 255 {
            return NetworkAddress(bytes: Array(bytes[12...]))
        }
        if bytes[0..<12] == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] {
            return NetworkAddress(bytes: Array(bytes[12...]))
        }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return NetworkAddress(bytes: Array(bytes[2..<6])) }
        return nil
    }

    private static func ranges(_ texts: [String]) -> [NetworkRange] { texts.compactMap { NetworkRange($0) } }

    private static let notPublic4 = ranges([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    ])
    private static let global6 = Global6()
    /// Teredo, benchmarks, ORCHID and the like lie in 2001::/23; documentation in the other two.
    private static let notPublic6 = ranges(["2001::/23", "2001:db8::/32", "3fff::/20"])

    /// 2000::/3, the only block from which global unicast addresses are given out.
    private struct Global6 {
        func contains(_ address: NetworkAddress) -> Bool { address.bytes[0] >> 5 == 1 }
    }
}
