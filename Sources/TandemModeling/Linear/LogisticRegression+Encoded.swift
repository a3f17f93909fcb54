import Foundation
import TandemNumerics
import TandemTabular

extension LogisticRegression {
    /// Learns from rows that are encoded already: for replays that train hundreds of times on parts of the same rows.
    ///
    /// Features that none of the rows has keep the weight zero and cost nothing, which is where the penalty would put them.
    ///
    /// - Parameters:
    ///   - rows: the encoded rows.
    ///   - labels: the class of each row, in 0 ..< classCount; each class must occur with a weight above zero.
    ///   - weights: how much each row counts, finite and not negative.
    ///   - classCount: number of classes, at least two.
    ///   - start: a model to start from, of the same classes and columns; it changes the way, not the goal.
    /// - Returns: the model; `means` are those of the rows.
    /// - Throws: `ModelingError` for lengths that differ, classes without rows, or a search that does not converge.
    public func fit(
        rows: SparseMatrix, labels: [Int], weights: [Double], classCount: Int, from start: LinearModel? = nil
    ) throws -> LinearModel {
        guard rows.rows == labels.count, labels.count == weights.count else {
            throw ModelingError.unusableData(
                "\(labels.count) labels and \(weights.count) weights for \(rows.rows) rows")
        }
        guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), labels.allSatisfy({ $0 >= 0 && $0 < classCount }) else {
            throw ModelingError.unusableData("weights are not negative and labels name classes")
        }
        var totals = [Double](repeating: 0, count: classCount)
        for (label, weight) in zip(labels, weights) { totals[label] += weight }
        guard classCount >= 2, totals.allSatisfy({ $0 > 0 }) else {
            throw ModelingError.unusableData("rows of each of at least two classes are needed")
        }
        guard inversePenalty > 0, inversePenalty.isFinite else {
            throw ModelingError.badSetting("the inverse penalty must be positive")
        }
        let margins = classCount == 2 ? 1 : classCount
        let present = PresentColumns(rows)
        let loss = LogisticLoss(
            rows: present.rows, labels: labels, weights: weights, margins: margins, penalty: 1 / inversePenalty)
        let point = try solve(loss, from: present.parameters(of: start, margins: margins), progress: { _ in })
        return present.model(point, margins: margins)
    }
}

extension LinearModel {
    /// The class probabilities of each of `places` among encoded rows: a row a place, a column a class.
    public func probabilities(_ rows: SparseMatrix, at places: [Int]) -> Matrix {
        let margins = intercepts.count
        let classes = margins == 1 ? 2 : margins
        // Weights of one feature side by side: each stored value is then used for all classes at once.
        let byFeature = weights.transposed
        var result = Matrix(rows: places.count, columns: classes)
        var sums = intercepts
        byFeature.values.withUnsafeBufferPointer { weights in
            for (place, row) in places.enumerated() {
                for margin in 0..<margins { sums[margin] = intercepts[margin] }
                for index in rows.starts[row]..<rows.starts[row + 1] {
                    let first = Int(rows.indices[index]) * margins
                    let value = rows.values[index]
                    for margin in 0..<margins { sums[margin] += value * weights[first + margin] }
                }
                Self.write(sums, into: &result, row: place)
            }
        }
        return result
    }

    private static func write(_ sums: [Double], into result: inout Matrix, row: Int) {
        let first = row * result.columns
        if sums.count == 1 {
            let decay = exp(-abs(sums[0]))
            let likely = 1 / (1 + decay)
            result.values[first + 1] = sums[0] >= 0 ? likely : decay / (1 + decay)
            result.values[first] = sums[0] >= 0 ? decay / (1 + decay) : likely
            return
        }
        let top = sums.reduce(-Double.infinity, max)
        var total = 0.0
        for (place, sum) in sums.enumerated() {
            result.values[first + place] = exp(sum - top)
            total += result.values[first + place]
        }
        for place in sums.indices { result.values[first + place] /= total }
    }
}

/// The columns that occur in some rows, numbered anew without gaps.
private struct PresentColumns {
    let rows: SparseMatrix
    private let columns: [Int32]
    private let width: Int
    private var means: [Double]

    init(_ full: SparseMatrix) {
        var places = [Int32](repeating: -1, count: full.columns)
        for index in full.indices { places[Int(index)] = 0 }
        var columns: [Int32] = []
        for column in places.indices where places[column] == 0 {
            places[column] = Int32(columns.count)
            columns.append(Int32(column))
        }
        var rows = SparseMatrix(columns: columns.count)
        means = [Double](repeating: 0, count: full.columns)
        var row = SparseRow()
        for index in 0..<full.rows {
            row.removeAll()
            for place in full.starts[index]..<full.starts[index + 1] {
                row.append(Int(places[Int(full.indices[place])]), full.values[place])
                means[Int(full.indices[place])] += full.values[place] / Double(full.rows)
            }
            rows.append(row)
        }
        self.rows = rows
        self.columns = columns
        width = full.columns
    }

    func parameters(of model: LinearModel?, margins: Int) -> [Double] {
        var point = [Double](repeating: 0, count: margins * (columns.count + 1))
        guard let model, model.intercepts.count == margins, model.weights.columns == width else { return point }
        for margin in 0..<margins {
            for (place, column) in columns.enumerated() {
                point[place * margins + margin] = model.weights[margin, Int(column)]
            }
            point[columns.count * margins + margin] = model.intercepts[margin]
        }
        return point
    }

    func model(_ point: [Double], margins: Int) -> LinearModel {
        var weights = Matrix(rows: margins, columns: width)
        for margin in 0..<margins {
            for (place, column) in columns.enumerated() {
                weights[margin, Int(column)] = point[place * margins + margin]
            }
        }
        let intercepts = Array(point.suffix(margins))
        return LinearModel(intercepts: intercepts, weights: weights, means: means)
    }
}
