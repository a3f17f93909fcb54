import Foundation
import Synchronization
import TandemStore

/// Carries hints between servers: one thread, one connection that listens and notifies.
///
/// Topics are sent after their commit, gathered for a few milliseconds, and reach this process at once. What is
/// committed while the connection is down is not announced elsewhere: hints may be lost.
final class HintChannel: Sendable {
    private struct State {
        var topics: Set<String> = []
        var isClosing = false
    }

    private static let longestTopic = 4_000
    private let url: String
    private let fan: HintFan
    private let state = Mutex(State())
    private let wake: (read: Int32, write: Int32)

    init(url: String, fan: HintFan) throws {
        self.url = url
        self.fan = fan
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw StoreError.unavailable("no pipe: \(String(cString: strerror(errno)))") }
        wake = (ends[0], ends[1])
    }

    deinit {
        Foundation.close(wake.read)
        Foundation.close(wake.write)
    }

    /// Announces committed topics.
    func send(_ topics: [String]) {
        if topics.isEmpty { return }
        fan.send(Set(topics))
        let wasEmpty = state.withLock { state in
            defer { state.topics.formUnion(topics.filter { $0.utf8.count <= Self.longestTopic }) }
            return state.topics.isEmpty
        }
        if wasEmpty { ring() }
    }

    /// Lets `serve` send what it has and return.
    func close() {
        state.withLock { $0.isClosing = true }
        ring()
    }

    /// Listens and notifies until `close`.
    func serve() {
        while true {
            if let connection = try? Connection(url), (try? connection.control("LISTEN tandem")) != nil {
                if pump(connection) { return }
            }
            // The server is away: try again in half a second, unless it is time to go.
            if state.withLock({ $0.isClosing }) { return }
            wait(for: -1, milliseconds: 500)
        }
    }

    /// Returns true when closing, false when the connection is lost.
    private func pump(_ connection: Connection) -> Bool {
        while connection.isAlive {
            let isClosing = state.withLock { $0.isClosing }
            do { try notify(connection) } catch {
                if isClosing { return true }
                continue
            }
            if isClosing { return true }
            wait(for: connection.socket, milliseconds: 10_000)
            let arrived = connection.notifications().filter { !$0.isOwn }.map(\.payload)
            fan.send(Set(arrived))
            if state.withLock({ !$0.topics.isEmpty && !$0.isClosing }) { usleep(3_000) }
        }
        return false
    }

    private func notify(_ connection: Connection) throws {
        let topics = state.withLock { state in
            defer { state.topics = [] }
            return state.topics
        }
        for topic in topics { _ = try connection.run("SELECT pg_notify('tandem', \(topic))") }
    }

    private func ring() {
        var byte: UInt8 = 1
        _ = Foundation.write(wake.write, &byte, 1)
    }

    /// Sleeps until the bell rings, the socket has something, or the time is over.
    private func wait(for socket: Int32, milliseconds: Int32) {
        var descriptors = [pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0)]
        if socket >= 0 { descriptors.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return }
        if descriptors[0].revents != 0 {
            var bytes = [UInt8](repeating: 0, count: 512)
            _ = Foundation.read(wake.read, &bytes, bytes.count)
        }
    }
}
