import Foundation

/// Which addresses of callbacks are accepted before anything is resolved.
public enum CallbackRules {
    /// Why a callback's URL is refused, or nil when it may be used; its host is judged again after resolving.
    public static func refusal(of text: String) -> String? {
        guard text.utf8.count <= 2000, let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty
        else { return "A callback is a URL of at most 2,000 bytes: https://example.org/hook." }
        if scheme != "https" && scheme != "http" { return "A callback's URL begins with https:// or http://." }
        if parts.user != nil || parts.password != nil { return "A callback's URL has no name or password in it." }
        if parts.fragment != nil { return "A callback's URL has no # part." }
        if let port = parts.port, !(1...65_535).contains(port) { return "A port is a number from 1 to 65535." }
        return nil
    }
}
