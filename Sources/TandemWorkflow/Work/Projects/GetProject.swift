import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// Shows one project.
public struct GetProject: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String

        /// An input.
        public init(project: String) { self.project = project }
    }

    /// The project.
    public typealias Output = ProjectView

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> ProjectView {
        try await services.database.read { tx in
            ProjectView(try WorkAccess.project(input.project, for: .viewProject, as: actor, tx).project)
        }
    }
}
