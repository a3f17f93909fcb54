import ArgumentParser
import Foundation
import TandemLedger
import TandemStore
import TandemWorkflow

/// Prints the twelve figures of a project.
struct KPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kpi", abstract: "Prints a project's twelve figures from the ledger.",
        discussion: "Example:  tandem kpi fraud")

    @OptionGroup var house: HouseOptions
    @Argument(help: "The project.") var project: String
    @Option(help: "As of the last checkpoint before this time.") var at: String?
    @Flag(help: "As JSON.") var json = false

    func run() async throws {
        try await reporting {
            let services = try House(house).services
            let actor = try await Authenticate(services).administrator()
            let time = at.flatMap { Instant(iso8601: $0) }
            if at != nil, time == nil {
                throw Problem(.invalid, "time_invalid", "--at takes 2026-11-01T00:00:00Z.", at: "--at")
            }
            let found = try await ComputeKPIs(services).run(.init(project: project, at: time), as: actor)
            await services.database.close()
            if json {
                print(String(decoding: try Wire.encode(found), as: UTF8.self))
            } else {
                for figure in found.kpis { print(line(figure)) }
            }
        }
    }

    private func line(_ figure: KPIView) -> String {
        let name = figure.name.padding(toLength: 42, withPad: " ", startingAt: 0)
        let status = figure.status.rawValue.padding(toLength: 15, withPad: " ", startingAt: 0)
        guard let value = figure.value, let lower = figure.lower, let upper = figure.upper else {
            return name + status + "–  " + (figure.missing ?? "")
        }
        let interval = [value, lower, upper].map { String(format: "%.3f", $0) }
        return name + status + "\(interval[0]) [\(interval[1]), \(interval[2])] n=\(figure.n)"
            + (figure.estimated ? " estimated" : "") + (figure.missing.map { "  (\($0))" } ?? "")
    }
}
