import Foundation
import Glibc

/// One of several clients: asks, waits for the answer, asks again.
struct Client {
    private let options: BenchOptions
    private let number: Int
    private let connection: Connection
    private let authorization: String
    private let bodies: [[[UInt8]]]
    private let labels: [String]

    init(_ options: BenchOptions, number: Int) {
        self.options = options
        self.number = number
        connection = Connection(host: options.host, port: options.port)
        let token = options.tokens[number % options.tokens.count]
        let scheme = options.flavor == .tandem ? "Bearer" : "Token"
        authorization = "Authorization: \(scheme) \(token)\r\nContent-Type: application/json\r\n"
        bodies = options.bodies.map(Self.split)
        labels = options.answer.split(separator: ",").map(String.init)
    }

    /// One request of the body, with numbers that no other request has.
    func request(_ round: Int, _ tally: inout Tally) throws {
        let began = ContinuousClock.now
        let method = bodies.isEmpty ? "GET" : "POST"
        let (status, reply) = try connection.send(
            head: "\(method) \(options.path) HTTP/1.1\r\n" + authorization,
            body: bodies.isEmpty ? nil : body(round))
        guard (200..<300).contains(status) else { throw refusal(status, reply) }
        tally.first.add(began.duration(to: .now))
        tally.pairs += 1
    }

    private func body(_ round: Int) -> [UInt8] {
        let pieces = bodies[(number * 7 + round) % bodies.count]
        var body = pieces[0]
        for (place, piece) in pieces.dropFirst().enumerated() {
            body.append(contentsOf: "\(getpid())-\(number)-\(round)-\(place)".utf8)
            body.append(contentsOf: piece)
        }
        return body
    }

    /// The next task and its answer.
    func pair(_ round: Int, _ tally: inout Tally) throws {
        let began = ContinuousClock.now
        guard let task = try next(&tally) else {
            tally.empty += 1
            return
        }
        let answering = ContinuousClock.now
        let (status, reply) = try answer(task, round)
        guard (200..<300).contains(status) else { throw refusal(status, reply) }
        tally.second.add(answering.duration(to: .now))
        tally.both.add(began.duration(to: .now))
        tally.answered[task.id, default: 0] += 1
        tally.pairs += 1
    }

    private struct Claimed {
        let id: String
        var fence = "1"
        var key = ""
    }

    private func next(_ tally: inout Tally) throws -> Claimed? {
        let began = ContinuousClock.now
        let (status, body) =
            options.flavor == .tandem
            ? try connection.send(
                head: "POST /api/v1/projects/\(options.project)/tasks/claim HTTP/1.1\r\n" + authorization,
                body: Array("{}".utf8))
            : try connection.send(
                head: "GET /api/projects/\(options.project)/next HTTP/1.1\r\n" + authorization, body: nil)
        if status == 204 || (status == 404 && options.flavor == .labelStudio) { return nil }
        guard (200..<300).contains(status) else { throw refusal(status, body) }
        tally.first.add(began.duration(to: .now))
        if options.flavor == .tandem {
            // Read by place, so that the client costs little beside the server: the id stands first.
            guard let id = Self.text(after: "{\"id\":\"", in: body),
                let fence = Self.number(after: "\"fence\":", in: body)
            else { throw BenchError("a task without id or fence") }
            return Claimed(id: id, fence: fence, key: Self.text(after: "\"item\":{\"key\":\"", in: body) ?? "")
        }
        let task = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
        guard let id = task["id"].map({ "\($0)" }) else { throw BenchError("a task without id") }
        return Claimed(id: id)
    }

    private func answer(_ task: Claimed, _ round: Int) throws -> (status: Int, body: ArraySlice<UInt8>) {
        if options.flavor == .tandem {
            let label = options.answer == "key" ? String(task.key.prefix(1)) : labels[round % labels.count]
            return try connection.send(
                head: "POST /api/v1/tasks/\(task.id)/annotation HTTP/1.1\r\n" + authorization,
                body: Array(#"{"value": "\#(label)", "active_ms": 1000, "fence": \#(task.fence)}"#.utf8))
        }
        let result = #"{"from_name": "c", "to_name": "t", "type": "choices", "value": {"choices": ["a"]}}"#
        return try connection.send(
            head: "POST /api/tasks/\(task.id)/annotations/ HTTP/1.1\r\n" + authorization,
            body: Array(#"{"lead_time": 1.0, "result": [\#(result)]}"#.utf8))
    }

    private func refusal(_ status: Int, _ body: ArraySlice<UInt8>) -> BenchError {
        BenchError("\(status) " + String(decoding: body.prefix(200), as: UTF8.self))
    }

    private static func text(after mark: StaticString, in body: ArraySlice<UInt8>) -> String? {
        place(after: mark, in: body).map { String(decoding: body[$0...].prefix { $0 != 0x22 }, as: UTF8.self) }
    }

    private static func number(after mark: StaticString, in body: ArraySlice<UInt8>) -> String? {
        place(after: mark, in: body).map {
            String(decoding: body[$0...].prefix { (0x30...0x39).contains($0) }, as: UTF8.self)
        }
    }

    /// Where the bytes behind a mark begin.
    private static func place(after mark: StaticString, in body: ArraySlice<UInt8>) -> Int? {
        let length = mark.utf8CodeUnitCount
        guard body.count >= length else { return nil }
        let offset: Int? = body.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Int? in
            (0...(bytes.count - length)).first { start in
                bytes[start] == mark.utf8Start[0] && (1..<length).allSatisfy { bytes[start + $0] == mark.utf8Start[$0] }
            }
        }
        return offset.map { body.startIndex + $0 + length }
    }

    /// The parts of a body between its `{n}`.
    private static func split(_ body: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = [[]]
        var index = 0
        while index < body.count {
            if body[index] == 0x7B, index + 2 < body.count, body[index + 1] == 0x6E, body[index + 2] == 0x7D {
                pieces.append([])
                index += 3
            } else {
                pieces[pieces.count - 1].append(body[index])
                index += 1
            }
        }
        return pieces
    }
}
