import ArgumentParser
import Foundation
import TandemLedger
import TandemStore
import TandemWork
import TandemWorkflow

/// Imports items from a file.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Imports items from CSV, TSV or JSON Lines.",
        discussion: """
            Example:  tandem import fraud cases.csv
            The same file under the same name adds nothing; an interrupted import goes on where it stopped.
            """)

    @OptionGroup var house: HouseOptions
    @Argument(help: "The project.") var project: String
    @Argument(help: "The file, or - for standard input.") var file: String
    @Option(help: "csv, tsv or jsonl; by the file's ending if not said.") var format: String?
    @Option(help: "Name of the import; the file's name if not said.") var name: String?

    func run() async throws {
        try await reporting {
            let format = try chosenFormat()
            guard let handle = file == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: file) else {
                throw Problem(.notFound, "file_missing", "There is no readable file \(file).")
            }
            let services = try House(house).services
            let actor = try await Authenticate(services).administrator()
            let input = ImportItems.Input(
                project: project, name: name ?? URL(fileURLWithPath: file).lastPathComponent, format: format,
                bytes: FileChunks(handle: handle))
            let done = try await ImportItems(services).run(input, as: actor)
            await services.database.close()
            print("\(done.added) added, \(done.repeated) repeated, \(done.rejected) set aside")
            for problem in done.problems {
                complain(
                    "line \(problem.line)" + (problem.column.map { ", column \($0)" } ?? "") + ": \(problem.reason)",
                    code: "row_set_aside")
            }
        }
    }

    private func chosenFormat() throws -> ImportItems.Format {
        let ending = format ?? URL(fileURLWithPath: file).pathExtension
        guard let format = ImportItems.Format(rawValue: ending == "ndjson" ? "jsonl" : ending) else {
            throw Problem(.invalid, "format_unknown", "Say --format csv, tsv or jsonl.", at: "--format")
        }
        return format
    }
}

/// A file in chunks of a megabyte.
// because the handle is given up to the one iterator that reads it.
struct FileChunks: AsyncSequence, @unchecked Sendable {
    let handle: FileHandle

    func makeAsyncIterator() -> Iterator { Iterator(handle: handle) }

    struct Iterator: AsyncIteratorProtocol {
        let handle: FileHandle

        mutating func next() async throws -> [UInt8]? {
            guard let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty else { return nil }
            return Array(chunk)
        }
    }
}
