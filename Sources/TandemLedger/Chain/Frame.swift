import Crypto

/// Bytes to hash in which every field says how long it is, so that no two different lists of fields look alike.
///
/// A field is its length in 8 bytes, big endian, and its bytes; a missing one is the length 2^64−1 alone.
struct Frame {
    private(set) var bytes: [UInt8] = []

    init(reserving capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    mutating func field(_ content: (some Collection<UInt8>)?) {
        withUnsafeBytes(of: (content.map { UInt64($0.count) } ?? .max).bigEndian) { bytes.append(contentsOf: $0) }
        if let content { bytes.append(contentsOf: content) }
    }

    /// SHA-256 of all fields.
    var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
