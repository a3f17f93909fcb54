import Crypto

/// A file that browsers load, compiled into the program.
struct WebAsset: Sendable {
    let bytes: [UInt8]
    let contentType: String

    /// Hex digits that change when any asset does: put into asset addresses, so that browsers may keep them for ever.
    static let version: String = {
        var hash = SHA256()
        for (name, asset) in files.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Array(name.utf8))
            hash.update(data: asset.bytes)
        }
        return hash.finalize().prefix(6).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }()

    fileprivate static func script(_ bytes: [UInt8]) -> WebAsset {
        WebAsset(bytes: bytes, contentType: "text/javascript; charset=utf-8")
    }

    fileprivate static func style(_ bytes: [UInt8]) -> WebAsset {
        WebAsset(bytes: bytes, contentType: "text/css; charset=utf-8")
    }

    fileprivate static func picture(_ bytes: [UInt8]) -> WebAsset {
        WebAsset(bytes: bytes, contentType: "image/svg+xml")
    }
}

extension WebAsset {
    /// Our own assets by the name under `/assets/`; third-party ones come from the vendor folder instead.
    ///
    /// What a module imports carries the version too, or a browser that keeps files would mix old and new modules.
    static let all: [String: WebAsset] = files.mapValues { asset in
        guard asset.contentType.hasPrefix("text/javascript") else { return asset }
        let text = String(decoding: asset.bytes, as: UTF8.self)
        let versioned = text.replacing(/from "\.\/(?<name>[a-z]+)\.js"/) { match in
            "from \"./\(match.name).js?v=\(version)\""
        }
        return .script(Array(versioned.utf8))
    }

    /// The files as they lie in the program.
    private static let files: [String: WebAsset] = [
        "action.js": .script(PackageResources.action_js),
        "answer.js": .script(PackageResources.answer_js),
        "api.js": .script(PackageResources.api_js),
        "app.css": .style(PackageResources.app_css),
        "app.js": .script(PackageResources.app_js),
        "charts.js": .script(PackageResources.charts_js),
        "claims.js": .script(PackageResources.claims_js),
        "dom.js": .script(PackageResources.dom_js),
        "icon.svg": .picture(PackageResources.icon_svg),
        "keyboard.js": .script(PackageResources.keyboard_js),
        "lease.js": .script(PackageResources.lease_js),
        "live.js": .script(PackageResources.live_js),
        "morph.js": .script(PackageResources.morph_js),
        "outbox.js": .script(PackageResources.outbox_js),
        "pages.css": .style(PackageResources.pages_css),
        "probe.js": .script(PackageResources.probe_js),
        "render.js": .script(PackageResources.render_js),
        "task.css": .style(PackageResources.task_css),
        "task.js": .script(PackageResources.task_js),
        "reveal.js": .script(PackageResources.reveal_js),
        "theme.js": .script(PackageResources.theme_js),
        "timer.js": .script(PackageResources.timer_js),
        "toast.js": .script(PackageResources.toast_js),
        "tokens.css": .style(PackageResources.tokens_css),
        "upload.js": .script(PackageResources.upload_js),
    ]
}
