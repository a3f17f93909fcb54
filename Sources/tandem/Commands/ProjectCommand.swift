import ArgumentParser
import Foundation
import TandemLedger
import TandemStore
import TandemWork
import TandemWorkflow

/// Projects from the terminal.
struct ProjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project", abstract: "Creates and lists projects.", subcommands: [Create.self, List.self])

    /// Creates a project from the same JSON that the API takes.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates a project from a JSON file, the body of POST /api/v1/projects.",
            discussion: "Example:  tandem project create project.json")

        @OptionGroup var house: HouseOptions
        @Argument(help: "The file, or - for standard input.") var file: String

        func run() async throws {
            try await reporting {
                guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
                    throw Problem(.notFound, "file_missing", "There is no readable file \(file).")
                }
                let body: CreateProject.Body
                do {
                    body = try Wire.decode(from: Array(handle.readDataToEndOfFile()))
                } catch {
                    throw Problem(.invalid, "body_invalid", "\(file) is no project: \(error)")
                }
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                print(try await CreateProject(services).run(.init(body: body), as: actor).slug)
                await services.database.close()
            }
        }
    }

    /// Lists projects.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists projects.", discussion: "Example:  tandem project list")

        @OptionGroup var house: HouseOptions

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                let found = try await services.database.read { tx in
                    try ProjectStore.list(in: actor.workspace, after: nil, limit: 500, tx)
                }
                await services.database.close()
                for project in found { print("\(project.slug)\t\(project.name)") }
            }
        }
    }
}

/// Writes items with labels, votes and provenance.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes items with labels, votes and provenance to standard output.",
        discussion: "Example:  tandem export fraud --format jsonl > fraud.jsonl")

    @OptionGroup var house: HouseOptions
    @Argument(help: "The project.") var project: String
    @Option(help: "csv or jsonl.") var format = "csv"

    func run() async throws {
        try await reporting {
            guard let format = ImportItems.Format(rawValue: format), format != .tsv else {
                throw Problem(.invalid, "format_unknown", "Say --format csv or jsonl.", at: "--format")
            }
            let services = try House(house).services
            let actor = try await Authenticate(services).administrator()
            for try await piece in try await ExportItems(services).run(
                .init(project: project, format: format), as: actor)
            {
                try FileHandle.standardOutput.write(contentsOf: Data(piece))
            }
            await services.database.close()
        }
    }
}
