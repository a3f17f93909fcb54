import ArgumentParser
import TandemLedger
import TandemOversight

/// Serves the house over HTTP.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serves pages and API.",
        discussion: "Example:  tandem serve --database sqlite:tandem-data/tandem.sqlite --port 8080")

    @OptionGroup var house: HouseOptions
    @OptionGroup var server: ServerOptions

    func run() async throws {
        try await reporting {
            EventLoops.takeOver()
            let house = try House(house)
            try await HouseServer(house: house, options: server).run()
        }
    }
}

/// How the server listens.
struct ServerOptions: ParsableArguments {
    @Option(help: "The address to listen on; others than loopback need --public-url with https.")
    var host = "127.0.0.1"

    @Option(help: "The port; 0 takes a free one.")
    var port = 8080

    @Option(help: "Folder of third-party assets that the set-up script fetched.")
    var vendorDir = "vendor"

    @Option(help: "The address people use, if a proxy stands before: cookies are Secure when it is https.")
    var publicUrl: String?

    @Option(help: "A block of non-public addresses that callbacks may go to, as 10.1.0.0/16; may be repeated.")
    var allowCallbacksTo: [String] = []

    /// The blocks that callbacks may go to although they are not public.
    func allowedRanges() throws(Problem) -> [NetworkRange] {
        var ranges: [NetworkRange] = []
        for text in allowCallbacksTo {
            guard let range = NetworkRange(text) else {
                throw Problem(
                    .invalid, "range_invalid", "\(text) is no block of addresses such as 10.1.0.0/16.",
                    at: "--allow-callbacks-to")
            }
            ranges.append(range)
        }
        return ranges
    }
}
