import TandemOversight

/// News about the certificate that stays on every page until it is settled.
enum Banners {
    /// What is said while no certificate is in force; nothing before the first one.
    ///
    /// - Parameters:
    ///   - valid: the certificate in force.
    ///   - ended: the newest one that ended.
    ///   - quality: the address of the page about certificates.
    /// - Returns: at most one banner.
    static func of(valid: Certificate?, ended: Certificate?, quality: String) -> [BannerView] {
        guard valid == nil, let ended else { return [] }
        let why = EndReason.sentence(ended.endReason)
        switch ended.state {
        case .withdrawn:
            return [
                BannerView(
                    tone: .bad, title: "The certificate is withdrawn.",
                    text: "\(why ?? "Its monitor fired"). Every case goes to people until a new one is issued.",
                    bannerHref: quality, bannerAction: "See the evidence")
            ]
        case .voided:
            return [
                BannerView(
                    tone: .warn, title: "No certificate is in force.",
                    text: "\(why ?? "What it binds changed"). Every case goes to people until a new one is issued.",
                    bannerHref: quality, bannerAction: "Certificates")
            ]
        default: return []
        }
    }
}

/// Why a certificate ended, as people read it.
enum EndReason {
    /// A sentence without its full stop, from the reason as it is stored.
    static func sentence(_ stored: String?) -> String? {
        guard let stored, !stored.isEmpty else { return nil }
        if stored == "monitor population" { return "Live cases no longer look like those it was calibrated on" }
        if stored.hasPrefix("monitor errors:") {
            return "Audits found more errors in “\(stored.dropFirst(15))” than it allows"
        }
        if stored.hasPrefix("changed: ") {
            let parts = stored.dropFirst(9)
            return "Changed since: \(parts)"
        }
        return stored.prefix(1).uppercased() + stored.dropFirst()
    }
}
