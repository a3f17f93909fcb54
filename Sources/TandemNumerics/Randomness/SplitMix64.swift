import Foundation

/// A small, fast, seeded random number generator whose stream is the same on every machine.
///
/// SplitMix64 (Steele, Lea and Flood 2014): period 2^64, passes BigCrush; not for secrets. Everything random in the
/// science floor takes a seed and draws from this type, so that the same seed gives the same bytes.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts the stream that belongs to `seed`; any value is a good seed, zero too.
    public init(seed: UInt64) { state = seed }

    /// The next 64 uniformly distributed bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A uniform number in `[0, 1)` with 53 random bits.
    public mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A uniform number in `[lower, upper)`.
    public mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
        lower + (upper - lower) * uniform()
    }

    /// A standard normal number (mean 0, standard deviation 1) by the Box–Muller transform.
    ///
    /// Two uniforms are spent on each number: no half-used pair is carried over, so that copies of a generator
    /// never differ in hidden state.
    public mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    /// A uniform integer in `0 ..< n`, without modulo bias (Lemire 2019).
    ///
    /// - Precondition: `n` is positive.
    public mutating func below(_ n: Int) -> Int {
        precondition(n > 0, "below(_:) needs a positive bound")
        let bound = UInt64(n)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// An independent generator for the part named by `stream`: fold 3 of a study, tree 17 of a forest.
    ///
    /// Depends on the present state and `stream` alone, and leaves this generator where it is, so that parts can be
    /// computed in any order or in parallel with the same result.
    public func split(_ stream: UInt64) -> SplitMix64 {
        var mixer = SplitMix64(seed: state ^ (stream &* 0xD605_BBB5_8C8A_BC47))
        return SplitMix64(seed: mixer.next())
    }
}
