import Foundation
import Glibc

/// One keep-alive HTTP/1.1 connection with TCP_NODELAY and TCP_QUICKACK: just enough of a client to measure a server
/// with, and cheap, for it runs on the same processors.
final class Connection {
    private var descriptor: Int32 = -1
    private var buffer: [UInt8] = []
    private var start = 0
    private var request: [UInt8] = []
    private let hostLine: [UInt8]
    private var chunk = [UInt8](repeating: 0, count: 65_536)
    private let host: String
    private let port: UInt16

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
        hostLine = Array("Host: \(host)\r\n".utf8)
    }

    deinit { close() }

    /// Sends a request, its head without Host and Content-Length, and reads the whole answer.
    func send(head: String, body: [UInt8]?) throws -> (status: Int, body: ArraySlice<UInt8>) {
        let isFresh = descriptor < 0
        if isFresh { try open() }
        do {
            return try exchange(head, body)
        } catch is Closed where !isFresh {
            // An idle connection may have been closed meanwhile; a fresh one must answer.
            try open()
            return try exchange(head, body)
        }
    }

    private struct Closed: Error {}

    private func exchange(_ head: String, _ body: [UInt8]?) throws -> (status: Int, body: ArraySlice<UInt8>) {
        request.removeAll(keepingCapacity: true)
        request.append(contentsOf: head.utf8)
        request.append(contentsOf: hostLine)
        if let body { request.append(contentsOf: "Content-Length: \(body.count)\r\n".utf8) }
        request.append(contentsOf: "\r\n".utf8)
        if let body { request.append(contentsOf: body) }
        try write(request)
        return try read()
    }

    private func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    private func open() throws {
        close()
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        set(Int32(TCP_NODELAY))
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
        start = 0
    }

    private func set(_ option: Int32) {
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), option, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    private func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Closed() }
            sent += count
        }
        set(Int32(TCP_QUICKACK))  // a server that writes head and body apart would else wait for our delayed ACK
    }

    private func read() throws -> (status: Int, body: ArraySlice<UInt8>) {
        buffer.removeAll(keepingCapacity: true)
        start = 0
        var scanned = 0
        while true {
            if let end = headEnd(from: scanned) {
                start = end + 4
                guard let status = number(at: 9) else { throw BenchError("not HTTP") }
                if let length = header("content-length", before: end).flatMap(number(at:)) {
                    return (status, try take(length))
                }
                let isChunked = header("transfer-encoding", before: end).map { buffer[$0] | 0x20 } == UInt8(ascii: "c")
                return (status, isChunked ? try chunks() : [])
            }
            scanned = max(0, buffer.count - 3)
            try fill()
        }
    }

    /// Where the value of a header begins; nil when the head, which ends at `end`, has none of that name.
    private func header(_ name: StaticString, before end: Int) -> Int? {
        buffer.withUnsafeBufferPointer { bytes in
            let length = name.utf8CodeUnitCount
            var line = 0
            while line + length < end {
                if bytes[line + length] == UInt8(ascii: ":"),
                    (0..<length).allSatisfy({ bytes[line + $0] | 0x20 == name.utf8Start[$0] | 0x20 })
                {
                    let value = line + length + 1
                    return bytes[value] == UInt8(ascii: " ") ? value + 1 : value
                }
                while line < end, bytes[line] != 10 { line += 1 }
                line += 1
            }
            return nil
        }
    }

    /// The digits at a place; nil when there are none.
    private func number(at place: Int) -> Int? {
        var number: Int?
        var place = place
        while place < buffer.count, (0x30...0x39).contains(buffer[place]) {
            number = (number ?? 0) * 10 + Int(buffer[place] - 0x30)
            place += 1
        }
        return number
    }

    private func headEnd(from: Int) -> Int? {
        guard buffer.count >= 4 else { return nil }
        return buffer.withUnsafeBufferPointer { bytes in
            (from...(bytes.count - 4)).first {
                bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
            }
        }
    }

    private func chunks() throws -> ArraySlice<UInt8> {
        var body: [UInt8] = []
        while true {
            while !buffer[start...].contains(10) { try fill() }
            let line = buffer[start...].prefix { $0 != 13 }
            guard let size = Int(String(decoding: line, as: UTF8.self), radix: 16) else {
                throw BenchError("bad chunk")
            }
            start += line.count + 2
            body += try take(size)
            _ = try take(2)
            if size == 0 { return body[...] }
        }
    }

    private func take(_ count: Int) throws -> ArraySlice<UInt8> {
        while buffer.count < start + count { try fill() }
        defer { start += count }
        return buffer[start..<start + count]
    }

    private func fill() throws {
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else {
            close()
            throw Closed()
        }
        buffer.append(contentsOf: chunk[..<count])
    }
}

/// Why a measurement could not be made.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
