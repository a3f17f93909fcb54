import ArgumentParser
import Foundation
import TandemLedger
import TandemOversight
import TandemWeb
import TandemWorkflow

/// Shows the whole loop on real data: replays a history, then lets live cases arrive.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Starts a demo on real data; the first start replays four days of history.",
        discussion: "Example:  tandem demo fraud --port 8080 --pace 2/s")

    @Argument(help: "fraud (phishing websites) or incidents (AI-security incidents).") var name = "fraud"
    @Option(help: "The port; 0 takes a free one.") var port = 8080
    @Option(help: "Where the demo's data lie. Default: tandem-demo-NAME.") var dataDir: String?
    @Option(help: "How many live cases arrive: 2/s, 30/m.") var pace = "1/s"
    @Option(help: "Folder of third-party data and assets that the set-up script fetched.") var vendorDir = "vendor"
    @Option(help: "Least severe messages to log: trace, debug, info, notice, warning, error.") var logLevel = "warning"

    func run() async throws {
        try await reporting {
            let perSecond = try Self.perSecond(pace)
            guard let demo = DemoCase.all.first(where: { $0.name == name }) else {
                let names = DemoCase.all.map(\.name).joined(separator: " or ")
                throw Problem(.invalid, "demo_unknown", "There is no demo \(name): take \(names).", at: "NAME")
            }
            let deck = try DemoDeck(demo, rows: try rows(of: demo), seed: DemoCase.seed)
            let house = try House(try options())
            if try await DemoSeeding.isNeeded(house.services) {
                try await replay(demo, deck, house)
            } else {
                try await DemoSeeding.check(demo, deck: deck, house.services)
            }
            try await serve(demo, deck, house, perSecond)
        }
    }

    private func rows(of demo: DemoCase) throws -> [DemoRow] {
        let path = vendorDir + "/" + demo.file
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem(
                .notFound, "demo_data_missing", "\(path) is not there: run 'make setup' first, or give --vendor-dir.")
        }
        return try demo.read([UInt8](data))
    }

    private func options() throws -> HouseOptions {
        let folder = dataDir ?? "tandem-demo-\(name)"
        return try HouseOptions.parse(["--data-dir", folder, "--log-level", logLevel])
    }

    private func replay(_ demo: DemoCase, _ deck: DemoDeck, _ house: House) async throws {
        let shows = isatty(STDERR_FILENO) == 1
        let seeding = DemoSeeding(demo, deck: deck, seed: DemoCase.seed, house: house.services) { step in
            if shows { FileHandle.standardError.write(Data("  \(step) …\n".utf8)) }
        }
        let result = try await seeding.run()
        guard result.certificate.state != .valid else { return }
        let missing = result.certificate.missing.joined(separator: "; ")
        complain("no certificate at an error of \(demo.maxError): \(missing)", code: "certificate_refused")
    }

    private func serve(_ demo: DemoCase, _ deck: DemoDeck, _ house: House, _ perSecond: Double) async throws {
        let live = DemoHouse(demo, deck: deck, seed: DemoCase.seed &+ 1, perSecond: perSecond, house: house.services)
        let server = try ServerOptions.parse(["--port", String(port), "--vendor-dir", vendorDir])
        let people = DemoPerson.visitors.compactMap { person in
            person.password.map { (person: person, password: $0) }
        }
        let notice = DemoNotice(
            people: people.map {
                DemoNotice.Person(
                    name: $0.person.name, role: $0.person.roleText, email: $0.person.email, password: $0.password)
            })
        try await HouseServer(
            house: house, options: server, errands: live.errands, demo: notice,
            running: { port in
                print("Tandem's \(demo.name) demo: http://127.0.0.1:\(port)")
                for one in people {
                    print("  \(one.person.email)  \(one.password)  \(one.person.name), \(one.person.roleText)")
                }
                fflush(nil)
            }
        ).run()
    }

    /// Cases a second from `2/s`, `30/m` or `2`.
    static func perSecond(_ text: String) throws(Problem) -> Double {
        let parts = text.split(separator: "/", maxSplits: 1)
        let units = ["s": 1.0, "m": 60.0, "h": 3600.0]
        guard let first = parts.first, let count = Double(first),
            let unit = parts.count == 1 ? 1.0 : units[String(parts[1])], (0.001...200).contains(count / unit)
        else {
            throw Problem(
                .invalid, "pace_invalid", "A pace is a count per second, minute or hour, like 2/s or 30/m.",
                at: "--pace")
        }
        return count / unit
    }
}
