/// Sending a file of items, and the report of one import.
struct ImportPage: PageView {
    static let template = "import"
    let shell: PageShell
    let projectTitle: String
    let projectLead: String
    let tabs: [TabView]
    /// Takes the file's bytes as they are (POST, text/csv, text/tab-separated-values or application/x-ndjson) and
    /// answers JSON with the import's `id`.
    let importURL: String
    /// This page; `?import=ID` shows that import's report.
    let reportURL: String
    let schema: [Column]
    var report: ImportReport?

    /// A column that the project expects.
    struct Column: Sendable, Decodable {
        let column: String
        let columnKind: String
        let columnHelp: String
    }

    /// How an import went.
    struct ImportReport: Sendable, Decodable {
        let reportTitle: String
        let reportState: String
        let tone: Tone
        let figures: [LabeledValue]
        let hasRejects: Bool
        let rejects: [Reject]
        let rejectNote: String
        let rejectsHref: String
    }

    /// A row set aside.
    struct Reject: Sendable, Decodable {
        let line: String
        let rejectColumn: String
        let problem: String
        let rejectValue: String
    }
}
