import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import TandemOversight
import TandemWorkflow

/// Posts messages over HTTP: the resolved address is checked and connected to as it is, no redirect is followed.
struct WebhookSender: MessageSender {
    /// Blocks that the operator allows although they are not public.
    let allowed: [NetworkRange]

    func send(to url: String, headers: [String: String], body: [UInt8]) async -> DeliveryResult {
        guard let host = URL(string: url)?.host() else { return .refused("The address has no host.") }
        guard let address = await Self.resolve(host) else { return .failed("The host has no address.") }
        if let reason = AddressRules.refusal(of: address, allowed: allowed) { return .refused(reason) }
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(10)))
        configuration.dnsOverride = [host: address]
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result = await Self.post(client, url, headers, body)
        try? await client.shutdown()
        return result
    }

    private static func post(
        _ client: HTTPClient, _ url: String, _ headers: [String: String], _ body: [UInt8]
    ) async -> DeliveryResult {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let response = try await client.execute(request, timeout: .seconds(15))
            let wait = response.headers.first(name: "retry-after").flatMap { Int($0) }
            return .answered(status: Int(response.status.code), retryAfter: wait)
        } catch {
            return .failed("\(type(of: error))")
        }
    }

    /// The first address of a host, asked on a thread of its own: the resolver blocks.
    private static func resolve(_ host: String) async -> String? {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: firstAddress(host)) }.start()
        }
    }

    private static func firstAddress(_ host: String) -> String? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard getaddrinfo(bare, nil, &hints, &found) == 0, let first = found else { return nil }
        defer { freeaddrinfo(found) }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(
            first.pointee.ai_addr, first.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard code == 0 else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
