/// What is wrong with the description of a labeling function, and where.
public struct LabelingFunctionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The function's name, where it has one.
    public let function: String?
    /// The member to blame, where it is one.
    public let member: String?
    /// One sentence that says what is wrong and what would be right.
    public let message: String

    /// An error.
    public init(function: String?, member: String?, _ message: String) {
        self.function = function
        self.member = member
        self.message = message
    }

    /// Function, member and message in one line.
    public var description: String {
        [function.map { "function \($0)" }, member, message].compactMap(\.self).joined(separator: ": ")
    }
}
