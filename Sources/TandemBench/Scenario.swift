import Foundation
import Synchronization

/// What all clients saw together.
struct Tally: Sendable {
    var first = Latencies()
    var second = Latencies()
    var both = Latencies()
    var pairs = 0
    var empty = 0
    var failures: [String] = []
    var answered: [String: Int] = [:]

    mutating func add(_ other: Tally) {
        first.add(other.first)
        second.add(other.second)
        both.add(other.both)
        pairs += other.pairs
        empty += other.empty
        failures += other.failures
        answered.merge(other.answered, uniquingKeysWith: +)
    }
}

/// Runs one scenario with so many clients for so long and gives one line of JSON.
final class Scenario: Sendable {
    private static let mostFailures = 20
    private let options: BenchOptions
    private let begun = Atomic<Int>(0)

    init(_ options: BenchOptions) { self.options = options }

    /// Runs it to its end.
    func run() -> String {
        let tally = Mutex(Tally())
        let began = ContinuousClock.now
        let end = began + .seconds(options.seconds)
        let group = DispatchGroup()
        for number in 0..<options.clients {
            group.enter()
            let thread = Thread {
                var own = Tally()
                self.serve(number, until: end, &own)
                tally.withLock { $0.add(own) }
                group.leave()
            }
            thread.stackSize = 1 << 20
            thread.start()
        }
        group.wait()
        let took = began.duration(to: .now)
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        return json(tally.withLock { $0 }, seconds)
    }

    private func serve(_ number: Int, until end: ContinuousClock.Instant, _ tally: inout Tally) {
        let client = Client(options, number: number)
        var round = 0
        while ContinuousClock.now < end, tally.failures.count < Self.mostFailures {
            if options.count > 0, begun.add(1, ordering: .relaxed).newValue > options.count { return }
            round += 1
            do {
                if options.scenario == "pairs" {
                    try client.pair(round, &tally)
                } else {
                    try client.request(round, &tally)
                }
            } catch {
                tally.failures.append("\(error)")
            }
        }
    }

    private func json(_ total: Tally, _ seconds: Double) -> String {
        let failures = total.failures.prefix(3).map { "\"" + $0.replacing("\"", with: "'") + "\"" }
        return """
            {"flavor": "\(options.flavor.rawValue)", "scenario": "\(options.scenario)", "clients": \(options.clients), \
            "seconds": \((seconds * 1000).rounded() / 1000), "count": \(total.pairs), \
            "per_second": \((Double(total.pairs) / seconds * 10).rounded() / 10), "empty": \(total.empty), \
            "repeated": \(total.answered.values.reduce(0) { $0 + $1 - 1 }), \
            "first": \(total.first.json), "second": \(total.second.json), "both": \(total.both.json), \
            "failures": \(total.failures.count), "examples": [\(failures.joined(separator: ", "))]}
            """
    }
}
