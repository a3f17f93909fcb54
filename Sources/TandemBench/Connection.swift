import Foundation
import Glibc

/// One keep-alive HTTP/1.1 connection with TCP_NODELAY: just enough of a client to measure a server with.
final class Connection {
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []
    private let host: String
    private let port: UInt16

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }

    /// Sends a request and reads the whole answer.
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil
    ) throws -> (status: Int, body: [UInt8]) {
        if descriptor < 0 { try open() }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        try write(Array((head + "\r\n").utf8) + (body ?? []))
        return try read()
    }

    private func open() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw BenchError("cannot connect to \(host):\(port)") }
        buffer = []
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { throw BenchError("the connection broke while sending") }
            sent += count
        }
    }

    private func read() throws -> (status: Int, body: [UInt8]) {
        var end: Int?
        while end == nil {
            end = headEnd()
            if end == nil { try fill() }
        }
        guard let end else { throw BenchError("no answer") }
        let head = String(decoding: buffer[..<end], as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw BenchError("not HTTP")
        }
        func header(_ name: String) -> String? {
            lines.first { $0.lowercased().hasPrefix(name + ":") }?.drop { $0 != ":" }.dropFirst()
                .trimmingCharacters(in: .whitespaces)
        }
        buffer.removeFirst(end + 4)
        if header("transfer-encoding")?.lowercased() == "chunked" { return (status, try chunks()) }
        let length = header("content-length").flatMap { Int($0) } ?? 0
        return (status, try take(length))
    }

    private func headEnd() -> Int? {
        guard buffer.count >= 4 else { return nil }
        for index in 0...(buffer.count - 4)
        where buffer[index] == 13 && buffer[index + 1] == 10 && buffer[index + 2] == 13 && buffer[index + 3] == 10 {
            return index
        }
        return nil
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while !buffer.contains(10) { try fill() }
            let line = buffer.prefix { $0 != 13 }
            let size = Int(String(decoding: line, as: UTF8.self), radix: 16) ?? 0
            buffer.removeFirst(line.count + 2)
            body += try take(size)
            _ = try take(2)
            if size == 0 { return body }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        let taken = Array(buffer.prefix(count))
        buffer.removeFirst(count)
        return taken
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else {
            Glibc.close(descriptor)
            descriptor = -1
            throw BenchError("the server closed the connection")
        }
        buffer.append(contentsOf: chunk.prefix(count))
    }
}

/// Why a measurement could not be made.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
