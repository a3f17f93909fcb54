import Foundation
import Synchronization

/// Runs one scenario with so many clients for so long and prints one line of JSON.
struct Scenario: Sendable {
    let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// What all clients saw together.
    struct Tally: Sendable {
        var first = Latencies()
        var second = Latencies()
        var pairs = 0
        var repeats = 0
        var empty = 0
        var failures: [String] = []
        var answered: [String: Int] = [:]
    }

    func run() throws -> String {
        let tally = Mutex(Tally())
        let began = ContinuousClock.now
        let end = began + .seconds(options.seconds)
        let group = DispatchGroup()
        for number in 0..<options.clients {
            group.enter()
            let thread = Thread {
                var own = Tally()
                client(number, until: end, &own)
                tally.withLock { $0.add(own) }
                group.leave()
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
        group.wait()
        let took = began.duration(to: .now)
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        let total = tally.withLock { $0 }
        let failures = total.failures.prefix(3).map { "\"" + $0.replacing("\"", with: "'") + "\"" }
        return """
            {"flavor": "\(options.flavor)", "scenario": "\(options.scenario)", "clients": \(options.clients), \
            "seconds": \((seconds * 1000).rounded() / 1000), "count": \(total.pairs), \
            "per_second": \((Double(total.pairs) / seconds * 10).rounded() / 10), "empty": \(total.empty), \
            "repeated_to_a_second_person": \(total.answered.values.filter { $0 > 1 }.count), \
            "first": \(total.first.json), "second": \(total.second.json), \
            "failures": \(total.failures.count), "examples": [\(failures.joined(separator: ", "))]}
            """
    }

    private func client(_ number: Int, until end: ContinuousClock.Instant, _ tally: inout Tally) {
        let connection = Connection(host: options.host, port: options.port)
        let token = options.tokens[number % options.tokens.count]
        var round = 0
        while ContinuousClock.now < end, tally.failures.count < 20 {
            round += 1
            do {
                switch options.scenario {
                case "pairs": try pair(connection, token, "\(number)-\(round)", &tally)
                default: try request(connection, token, &tally)
                }
            } catch {
                tally.failures.append("\(error)")
            }
        }
    }

    private func request(_ connection: Connection, _ token: String, _ tally: inout Tally) throws {
        let began = ContinuousClock.now
        let method = options.body.isEmpty ? "GET" : "POST"
        let (status, body) = try connection.send(
            method, options.path, headers: headers(token), body: options.body.isEmpty ? nil : options.body)
        guard (200..<300).contains(status) else { throw refusal(status, body) }
        tally.first.add(began.duration(to: .now))
        tally.pairs += 1
    }

    private func pair(_ connection: Connection, _ token: String, _ key: String, _ tally: inout Tally) throws {
        let isTandem = options.flavor == "tandem"
        let began = ContinuousClock.now
        let (status, body) =
            isTandem
            ? try connection.send(
                "POST", "/api/v1/projects/\(options.project)/tasks/claim", headers: headers(token),
                body: Array("{}".utf8))
            : try connection.send("GET", "/api/projects/\(options.project)/next/", headers: headers(token))
        if status == 204 || (status == 404 && !isTandem) {
            tally.empty += 1
            return
        }
        guard (200..<300).contains(status) else { throw refusal(status, body) }
        tally.first.add(began.duration(to: .now))
        let task = try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
        guard let id = task["id"].map({ "\($0)" }) else { throw BenchError("a task without id") }
        let answer = ContinuousClock.now
        let (code, reply) =
            isTandem
            ? try connection.send(
                "POST", "/api/v1/tasks/\(id)/annotation", headers: headers(token),
                body: Array(
                    #"{"value": "a", "active_ms": 1000, "fence": \#(task["fence"].map { "\($0)" } ?? "1")}"#.utf8))
            : try connection.send(
                "POST", "/api/tasks/\(id)/annotations/", headers: headers(token),
                body: Array(
                    #"{"result": [{"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": ["a"]}}]}"#
                        .utf8))
        guard (200..<300).contains(code) else { throw refusal(code, reply) }
        tally.second.add(answer.duration(to: .now))
        tally.answered[id, default: 0] += 1
        tally.pairs += 1
    }

    private func headers(_ token: String) -> [(String, String)] {
        [
            ("Authorization", options.flavor == "tandem" ? "Bearer \(token)" : "Token \(token)"),
            ("Content-Type", "application/json"),
        ]
    }

    private func refusal(_ status: Int, _ body: [UInt8]) -> BenchError {
        BenchError("\(status) " + String(decoding: body.prefix(200), as: UTF8.self))
    }
}

extension Scenario.Tally {
    mutating func add(_ other: Scenario.Tally) {
        first.add(other.first)
        second.add(other.second)
        pairs += other.pairs
        empty += other.empty
        failures += other.failures
        answered.merge(other.answered, uniquingKeysWith: +)
    }
}
