import TandemLedger

/// Ids for many things made at once, each later in text order than the one before: lists then keep the order of the
/// file, and inserts go to the end of an index.
public struct IDRun<Kind: IDKind> {
    private let time: Instant
    private let high: UInt16
    private var low: UInt64

    /// A run that begins at a random place.
    public init(at time: Instant, from random: any RandomSource) {
        let bytes = random.bytes(10)
        self.time = time
        high = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        // With the upper bit clear there is room for 2^63 more.
        low = bytes[2...].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } & (.max >> 1)
    }

    /// The next id.
    public mutating func next() -> ID<Kind> {
        low += 1
        return ID(rawValue: Kind.prefix + "_" + ULID.text(at: time, high: high, low: low))
    }
}
