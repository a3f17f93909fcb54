import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger

/// Server-sent events: one fragment at once, then one after each beat, at most twice a second.
enum EventStream {
    /// An event with a name and text of several lines.
    struct Message: Sendable {
        let event: String
        let data: String

        var text: String {
            "event: \(event)\n"
                + data.split(separator: "\n", omittingEmptySubsequences: false)
                .map { "data: \($0)\n" }.joined() + "\n"
        }
    }

    /// An answer that sends what `render` gives now and after each beat, until the beats end or the browser goes.
    ///
    /// A comment line every 15 seconds keeps proxies from closing the connection.
    static func answer(
        beats: AsyncStream<Void>, render: @escaping @Sendable () async throws -> [Message]
    ) -> Answer {
        Answer(
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await writer.write(ByteBuffer(string: "retry: 2000\n\n" + text(try await render())))
                for await _ in merged(beats) {
                    try await writer.write(ByteBuffer(string: ": beat\n\n" + text(try await render())))
                    try await Task.sleep(for: .milliseconds(500))
                }
                try await writer.finish(nil)
            })
    }

    private static func text(_ messages: [Message]) -> String {
        messages.map(\.text).joined()
    }

    /// The beats, and one every 15 seconds when nothing happens; ends with the beats.
    private static func merged(_ beats: AsyncStream<Void>) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let work = Task {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in beats { continuation.yield() }
                    continuation.finish()
                }
                group.addTask {
                    while !Task.isCancelled {
                        try? await Task.sleep(for: .seconds(15))
                        continuation.yield()
                    }
                }
                await group.next()
                group.cancelAll()
            }
        }
        continuation.onTermination = { _ in work.cancel() }
        return stream
    }
}
