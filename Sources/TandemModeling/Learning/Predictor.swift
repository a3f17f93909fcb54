import TandemNumerics
import TandemTabular

/// Anything that gives each row of a frame a probability for each class.
public protocol Predictor: Sendable {
    /// The classes, in the order of the columns of `scores`.
    var classes: [String] { get }

    /// Probabilities: a row for each row of the frame, a column for each class; each row sums to 1.
    ///
    /// Columns that the frame lacks count as missing.
    func scores(_ frame: Frame) -> Matrix

    /// What the model adds up before it becomes a probability, uncalibrated.
    ///
    /// Two classes: one column, the log-odds of the second class. More classes: one column each; the probabilities are
    /// their softmax.
    func margins(_ frame: Frame) -> Matrix
}

/// What went wrong in learning or reading a model.
public enum ModelingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The data cannot be learned from: no rows, one class only, lengths that differ, unusable weights.
    case unusableData(String)
    /// A setting is out of its range.
    case badSetting(String)
    /// The search for the best model did not end; its model is not returned.
    case notConverged(iterations: Int)
    /// The XGBoost library reported this.
    case library(String)
    /// Bytes that are no model, or one of a kind this version does not read.
    case unreadable(String)

    /// A stable code.
    public var code: String {
        switch self {
        case .unusableData: "unusable_data"
        case .badSetting: "bad_setting"
        case .notConverged: "not_converged"
        case .library: "library_error"
        case .unreadable: "unreadable_model"
        }
    }

    /// One sentence for people.
    public var description: String {
        switch self {
        case .unusableData(let why): "cannot learn from this data: \(why)"
        case .badSetting(let why): "bad setting: \(why)"
        case .notConverged(let iterations): "the search did not converge in \(iterations) iterations"
        case .library(let why): "XGBoost: \(why)"
        case .unreadable(let why): "unreadable model: \(why)"
        }
    }
}
