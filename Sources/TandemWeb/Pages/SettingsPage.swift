/// My account and the programs that act for me.
struct SettingsPage: PageView {
    static let template = "settings"
    let shell: PageShell
    let lead: String
    /// A token just made: the only time its secret is shown.
    var newToken: NewToken?
    let account: [LabeledValue]
    let tokens: [TokenRow]
    /// Set exactly when `tokens` is empty.
    var noTokens: EmptyView?
    let createAction: String

    /// A token and its secret.
    struct NewToken: Sendable, Decodable {
        let tokenName: String
        let secret: String
    }

    /// A token without its secret.
    struct TokenRow: Sendable, Decodable {
        let tokenName: String
        let made: String
        let lastUsed: String
        let expires: String
        let revokeAction: String
    }
}
