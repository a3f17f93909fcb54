import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger

/// What a route gives back.
public struct Answer: Sendable {
    let status: HTTPResponse.Status
    let headers: HTTPFields
    let body: ResponseBody

    /// Any answer.
    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: ResponseBody = .init()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// JSON of a use case's output.
    /// - Throws: `EncodingError`.
    public static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, location: String? = nil, version: Int? = nil
    ) throws -> Answer {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let location { headers[.location] = location }
        if let version { headers[.eTag] = "\"\(version)\"" }
        return Answer(
            status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: try Wire.encode(value))))
    }

    /// JSON that was written already.
    static func json(
        bytes: [UInt8], status: HTTPResponse.Status = .ok, location: String? = nil
    ) -> Answer {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let location { headers[.location] = location }
        return Answer(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// Nothing to say.
    public static let nothing = Answer(status: .noContent)

    /// A page.
    public static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(
            status: status, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Text of a media type.
    public static func text(_ text: String, type: String) -> Answer {
        Answer(headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// Go there with GET.
    public static func seeOther(_ location: String, headers: HTTPFields = [:]) -> Answer {
        var headers = headers
        headers[.location] = location
        return Answer(status: .seeOther, headers: headers)
    }

    var response: Response { Response(status: status, headers: headers, body: body) }
}
