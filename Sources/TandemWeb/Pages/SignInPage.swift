/// The way in; a demo server also lists its people.
struct SignInPage: PageView {
    static let template = "sign_in"
    let shell: PageShell
    var problem: String?
    /// Where to go afterwards: a path of ours.
    let next: String
    let email: String
    let isDemo: Bool
    let demoPeople: [DemoPerson]

    /// A demo account whose sign-in is public by intent.
    struct DemoPerson: Sendable, Decodable {
        let demoInitials: String
        let demoName: String
        let demoRole: String
        let demoEmail: String
        let demoPassword: String
    }
}
