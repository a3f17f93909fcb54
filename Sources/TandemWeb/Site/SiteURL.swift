import TandemLedger
import TandemWork

/// Every address of a page, made in one place.
enum SiteURL {
    static let projects = "/projects"
    static let settings = "/settings"

    static func home(_ slug: String) -> String { "/projects/\(slug)" }
    static func live(_ slug: String) -> String { "/projects/\(slug)/live" }
    static func work(_ slug: String) -> String { "/projects/\(slug)/work" }
    static func work(_ slug: String, _ kind: TaskKind) -> String { work(slug) + "?kind=" + kind.rawValue }
    static func answers(_ slug: String) -> String { "/projects/\(slug)/answers" }
    static func decisions(_ slug: String) -> String { "/projects/\(slug)/decisions" }
    static func decision(_ slug: String, _ id: DecisionID) -> String { "/projects/\(slug)/decisions/\(id)" }
    static func models(_ slug: String) -> String { "/projects/\(slug)/models" }
    static func quality(_ slug: String) -> String { "/projects/\(slug)/quality" }
    static func items(_ slug: String) -> String { "/projects/\(slug)/items" }
    static func item(_ slug: String, _ id: ItemID) -> String { "/projects/\(slug)/items/\(id)" }
    static func importing(_ slug: String) -> String { "/projects/\(slug)/import" }
    static func guidelines(_ slug: String) -> String { "/projects/\(slug)/guidelines" }
    static func people(_ slug: String) -> String { "/projects/\(slug)/people" }
    static func policy(_ slug: String) -> String { "/projects/\(slug)/policy" }
    static func ledger(_ slug: String) -> String { "/projects/\(slug)/ledger" }
    static func api(_ slug: String) -> String { "/api/v1/projects/\(slug)" }
    static func model(_ slug: String, _ id: ModelID) -> String { "/projects/\(slug)/models/\(id)" }
    static func job(_ slug: String, _ id: JobID) -> String { "/projects/\(slug)/jobs/\(id)" }
    static func chart(_ slug: String, _ key: String) -> String { "/projects/\(slug)/charts/\(key)" }
    static func certificates(_ slug: String) -> String { "/projects/\(slug)/certificates" }

    /// Text for the value of a query.
    static func escaped(_ text: String) -> String { Front.queryEscaped(text) }
}
