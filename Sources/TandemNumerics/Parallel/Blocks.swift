import Dispatch

/// Work over a range, cut into fixed blocks that run on several threads and come back in block order.
///
/// The cut depends on the range and the block's size alone, never on the number of threads, so that sums reduced in
/// block order are the same bytes on one thread and on many.
public struct Blocks: Sendable, Hashable {
    /// Number of elements in all.
    public let count: Int
    /// Elements of each block but the last.
    public let size: Int

    /// A range `0 ..< count` in blocks of `size`.
    public init(count: Int, size: Int = 8_192) {
        precondition(count >= 0 && size > 0, "blocks have elements")
        self.count = count
        self.size = size
    }

    /// Number of blocks.
    public var blockCount: Int { (count + size - 1) / size }

    /// The elements of a block.
    public func range(_ block: Int) -> Range<Int> { block * size..<min(count, (block + 1) * size) }

    /// What `work` makes of each block, in block order.
    ///
    /// - Parameters:
    ///   - threads: most threads to use; 1 computes on the caller's.
    ///   - work: called once for each block, on any thread and in any order.
    /// - Returns: the results, in block order.
    public func map<Part: Sendable>(threads: Int, _ work: @Sendable (Range<Int>) -> Part) -> [Part] {
        guard threads > 1, blockCount > 1 else { return (0..<blockCount).map { work(range($0)) } }
        return [Part](unsafeUninitializedCapacity: blockCount) { buffer, initialized in
            let parts = Destination(base: buffer.baseAddress)
            let workers = min(threads, blockCount)
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                // A fixed stride: which thread computes a block does not matter to what it computes.
                for block in stride(from: worker, to: blockCount, by: workers) {
                    parts.base?.advanced(by: block).initialize(to: work(range(block)))
                }
            }
            initialized = blockCount
        }
    }

    /// The blocks' results folded from left to right, so that the order of additions is fixed.
    public func reduce<Part: Sendable>(
        threads: Int, _ work: @Sendable (Range<Int>) -> Part, combine: (Part, Part) -> Part
    ) -> Part? {
        let parts = map(threads: threads, work)
        guard let first = parts.first else { return nil }
        return parts.dropFirst().reduce(first, combine)
    }

    // because each worker writes places of its own and the array is read only after all have ended.
    private struct Destination<Part>: @unchecked Sendable {
        let base: UnsafeMutablePointer<Part>?
    }
}
