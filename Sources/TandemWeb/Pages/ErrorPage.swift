/// What went wrong, in words, and what to do about it.
struct ErrorPage: PageView {
    static let template = "error"
    let shell: PageShell
    /// The HTTP status.
    let code: String
    let headline: String
    let explanation: String
    let hasAdvice: Bool
    let advice: [String]
    let homeHref: String
    let homeLabel: String
    var retryHref: String?
    let requestID: String
    /// The problem's stable code.
    let errorCode: String
}
