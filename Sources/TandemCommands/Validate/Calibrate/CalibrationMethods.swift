import ArgumentParser
import TandemStatistics

/// Methods as `platt,beta` or `auto` says them.
public struct CalibrationMethods: ExpressibleByArgument, Sendable {
    /// Those to compare, from the least flexible to the most.
    let wanted: [CalibrationMethod]

    /// All methods.
    static let all = CalibrationMethods(wanted: CalibrationMethod.allCases)

    private init(wanted: [CalibrationMethod]) { self.wanted = wanted }

    /// Reads a list; nil for a name that is not known.
    public init?(argument: String) {
        let names = argument.split(separator: ",").map { String($0.filter { $0 != " " }) }
        if names == ["auto"] {
            self = .all
            return
        }
        let methods = names.compactMap(CalibrationMethod.init(rawValue:))
        guard methods.count == names.count, !methods.isEmpty else { return nil }
        wanted = CalibrationMethod.allCases.filter(Set(methods).contains)
    }

    /// The list as it is read.
    public var defaultValueDescription: String {
        wanted == CalibrationMethod.allCases ? "auto" : wanted.map(\.rawValue).joined(separator: ",")
    }
}
