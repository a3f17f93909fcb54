/// The two inner loops of a linear model's loss: stored values times weights into margins, and slopes back into weights.
///
/// Weights of one feature lie side by side, so that four margins are worked on at once.
struct MarginWeave {
    let margins: Int
    let indices: UnsafeBufferPointer<Int32>
    let values: UnsafeBufferPointer<Double>
    let weights: UnsafeBufferPointer<Double>
    let gradient: UnsafeMutableBufferPointer<Double>

    /// Margins that are worked on four at a time.
    private var fours: Int { margins & ~3 }

    /// Adds each margin's weighted sum of the stored values in `range` to `sums`.
    @inline(__always)
    func add(_ range: Range<Int>, to sums: UnsafeMutableBufferPointer<Double>) {
        guard let weights = UnsafeRawPointer(weights.baseAddress) else { return }
        for margin in stride(from: 0, to: fours, by: 4) {
            var lanes = SIMD4(sums[margin], sums[margin + 1], sums[margin + 2], sums[margin + 3])
            for place in range {
                let offset = (Int(indices[place]) * margins + margin) * 8
                lanes += values[place] * weights.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
            }
            for lane in 0..<4 { sums[margin + lane] = lanes[lane] }
        }
        for margin in fours..<margins {
            var sum = sums[margin]
            for place in range { sum += values[place] * self.weights[Int(indices[place]) * margins + margin] }
            sums[margin] = sum
        }
    }

    /// Adds slope × stored value to the gradient of each weight that the row touches.
    @inline(__always)
    func spread(_ slopes: UnsafeBufferPointer<Double>, over range: Range<Int>) {
        guard let base = UnsafeMutableRawPointer(gradient.baseAddress) else { return }
        for margin in stride(from: 0, to: fours, by: 4) {
            let lanes = SIMD4(slopes[margin], slopes[margin + 1], slopes[margin + 2], slopes[margin + 3])
            for place in range {
                let offset = (Int(indices[place]) * margins + margin) * 8
                let old = base.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self)
                base.storeBytes(of: old + values[place] * lanes, toByteOffset: offset, as: SIMD4<Double>.self)
            }
        }
        for margin in fours..<margins {
            let slope = slopes[margin]
            for place in range { gradient[Int(indices[place]) * margins + margin] += slope * values[place] }
        }
    }
}
