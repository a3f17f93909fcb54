import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger

/// Files for browsers: ours out of the program, third-party ones out of the vendor folder.
enum AssetEndpoints {
    private static let vendored = ["htmx.min.js", "htmx-sse.js"]
    /// Vega, Vega-Lite and vega-embed in one module; pages without it show pictures of their own.
    static let charts = "vega.js"

    /// - Throws: `Problem` when a third-party file is missing or changed.
    static func all(_ vendor: VendorFolder) throws -> [Endpoint] {
        let ours = WebAsset.all.map { name, asset in file(name, asset.bytes, asset.contentType) }
        let wanted = vendored + (vendor.holds(charts) ? [charts] : [])
        let theirs = try wanted.map { file($0, try vendor.file($0), "text/javascript; charset=utf-8") }
        return ours + theirs
    }

    /// Addresses carry a version, so browsers may keep what they have for a year.
    private static func file(_ name: String, _ bytes: [UInt8], _ type: String) -> Endpoint {
        let buffer = ByteBuffer(bytes: bytes)
        return .asset("/assets/" + name, type: type) { _ in
            Answer(
                headers: [.contentType: type, .cacheControl: "public, max-age=31536000, immutable"],
                body: .init(byteBuffer: buffer))
        }
    }
}
