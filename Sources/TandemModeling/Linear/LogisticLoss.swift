import Foundation
import TandemNumerics
import TandemTabular

/// The penalized log loss of a logistic regression over encoded rows, and its derivatives.
///
/// f(w, b) = (1/S) Σ sᵢ lossᵢ + (λ / 2S) ‖w‖² with S = Σ sᵢ; intercepts are not penalized. Parameters lie feature after
/// feature, the weights of all margins side by side, then the intercepts: what one stored value is multiplied by lies together.
struct LogisticLoss {
    let rows: SparseMatrix
    let labels: [Int]
    let weights: [Double]
    let margins: Int
    let penalty: Double
    private let total: Double

    init(rows: SparseMatrix, labels: [Int], weights: [Double], margins: Int, penalty: Double) {
        self.rows = rows
        self.labels = labels
        self.weights = weights
        self.margins = margins
        total = weights.reduce(0, +)
        self.penalty = penalty / total
    }

    var parameterCount: Int { margins * (rows.columns + 1) }

    /// Writes the gradient and returns the value.
    func evaluate(_ point: [Double], _ gradient: inout [Double]) -> Double {
        var sum = CompensatedSum()
        for index in gradient.indices { gradient[index] = 0 }
        let bias = rows.columns * margins
        var sums = [Double](repeating: 0, count: margins)
        point.withUnsafeBufferPointer { point in
            rows.indices.withUnsafeBufferPointer { indices in
                rows.values.withUnsafeBufferPointer { values in
                    gradient.withUnsafeMutableBufferPointer { gradient in
                        let weave = MarginWeave(
                            margins: margins, indices: indices, values: values, weights: point, gradient: gradient)
                        for row in 0..<rows.rows where weights[row] > 0 {
                            let range = rows.starts[row]..<rows.starts[row + 1]
                            for margin in 0..<margins { sums[margin] = point[bias + margin] }
                            sums.withUnsafeMutableBufferPointer { weave.add(range, to: $0) }
                            sum.add(weights[row] * residuals(&sums, label: labels[row]))
                            for margin in 0..<margins {
                                sums[margin] *= weights[row] / total
                                gradient[bias + margin] += sums[margin]
                            }
                            sums.withUnsafeBufferPointer { weave.spread($0, over: range) }
                        }
                    }
                }
            }
        }
        return sum.value / total + addPenalty(point, &gradient)
    }

    private func addPenalty(_ point: [Double], _ gradient: inout [Double]) -> Double {
        var squares = 0.0
        for index in 0..<rows.columns * margins {
            squares += point[index] * point[index]
            gradient[index] += penalty * point[index]
        }
        return penalty / 2 * squares
    }

    /// Turns a row's margins into the derivatives of its loss by them, and returns the loss.
    private func residuals(_ sums: inout [Double], label: Int) -> Double {
        if margins == 1 {
            let margin = sums[0]
            let decay = exp(-abs(margin))
            let probability = margin >= 0 ? 1 / (1 + decay) : decay / (1 + decay)
            sums[0] = probability - Double(label)
            return log1p(decay) + max(margin, 0) - (label == 1 ? margin : 0)
        }
        let top = sums.reduce(-Double.infinity, max)
        let chosen = sums[label]
        var normalizer = 0.0
        for margin in 0..<margins {
            sums[margin] = exp(sums[margin] - top)
            normalizer += sums[margin]
        }
        for margin in 0..<margins { sums[margin] /= normalizer }
        sums[label] -= 1
        return log(normalizer) + top - chosen
    }

    /// The Hessian of a two-class loss, lower triangle.
    func hessian(_ point: [Double]) -> Matrix {
        let width = rows.columns + 1
        var hessian = Matrix(rows: width, columns: width)
        hessian.values.withUnsafeMutableBufferPointer { hessian in
            for row in 0..<rows.rows where weights[row] > 0 {
                let range = rows.starts[row]..<rows.starts[row + 1]
                var margin = point[width - 1]
                for place in range { margin += point[Int(rows.indices[place])] * rows.values[place] }
                let decay = exp(-abs(margin))
                let curvature = weights[row] / total * decay / ((1 + decay) * (1 + decay))
                for place in range {
                    let scaled = curvature * rows.values[place]
                    let first = Int(rows.indices[place]) * width
                    for other in range.lowerBound...place {
                        hessian[first + Int(rows.indices[other])] += scaled * rows.values[other]
                    }
                    hessian[(width - 1) * width + Int(rows.indices[place])] += scaled
                }
                hessian[width * width - 1] += curvature
            }
        }
        for index in 0..<rows.columns { hessian[index, index] += penalty }
        return hessian
    }
}
