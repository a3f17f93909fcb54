import CXGBoost
import TandemTabular

/// One training with libxgboost: owns the library's handles and frees them.
final class XGBoostTraining {
    private var data: DMatrixHandle?
    private var booster: BoosterHandle?

    /// Hands rows, labels and weights to the library; what is not stored in `rows` is missing.
    init(rows: SparseMatrix, labels: [Int], weights: [Double]) throws(ModelingError) {
        let starts = rows.starts.map { size_t($0) }
        let indices = rows.indices.map { UInt32($0) }
        let values = rows.values.map { Float($0) }
        try check(
            XGDMatrixCreateFromCSREx(
                starts, indices, values, starts.count, values.count, size_t(rows.columns), &data))
        try setInfo("label", labels.map { Float($0) })
        try setInfo("weight", weights.map { Float($0) })
        try check(XGBoosterCreate(&data, 1, &booster))
    }

    deinit {
        if let booster { XGBoosterFree(booster) }
        if let data { XGDMatrixFree(data) }
    }

    private func setInfo(_ field: String, _ values: [Float]) throws(ModelingError) {
        try check(XGDMatrixSetFloatInfo(data, field, values, bst_ulong(values.count)))
    }

    func set(_ name: String, _ value: String) throws(ModelingError) {
        try check(XGBoosterSetParam(booster, name, value))
    }

    func update(round: Int) throws(ModelingError) {
        try check(XGBoosterUpdateOneIter(booster, Int32(round), data))
    }

    /// The model as the library saves it.
    func json() throws(ModelingError) -> JSONValue {
        var length: bst_ulong = 0
        var bytes: UnsafePointer<CChar>?
        try check(XGBoosterSaveModelToBuffer(booster, #"{"format":"json"}"#, &length, &bytes))
        guard let bytes else { throw .library("the model is empty") }
        let buffer = UnsafeRawBufferPointer(start: bytes, count: Int(length))
        do throws(JSONError) { return try JSONValue(parsing: buffer) } catch { throw .library(error.description) }
    }

    /// Margins of the training rows, for tests that compare them with ours.
    func trainingMargins() throws(ModelingError) -> [Float] {
        try predictions(training: 1)
    }

    /// Contributions of the training rows as the library computes them, bias last; for tests.
    func trainingContributions() throws(ModelingError) -> [Float] {
        try predictions(training: 2)
    }

    private func predictions(training type: Int) throws(ModelingError) -> [Float] {
        let config = #"{"type":\#(type),"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":true}"#
        var shape: UnsafePointer<bst_ulong>?
        var dimensions: bst_ulong = 0
        var values: UnsafePointer<Float>?
        try check(XGBoosterPredictFromDMatrix(booster, data, config, &shape, &dimensions, &values))
        guard let shape, let values else { throw .library("no predictions") }
        let count = (0..<Int(dimensions)).reduce(1) { $0 * Int(shape[$1]) }
        return Array(UnsafeBufferPointer(start: values, count: count))
    }

    private func check(_ status: Int32) throws(ModelingError) {
        guard status != 0 else { return }
        let message = XGBGetLastError().map { String(cString: $0) } ?? "error \(status)"
        // The library appends a stack trace; its first line says what happened.
        throw .library(String(message.split(separator: "\n").first ?? "unknown error"))
    }
}
