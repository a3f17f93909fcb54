import ArgumentParser
import Foundation
import TandemLedger
import TandemSQLite
import TandemStore

/// Copies a SQLite database while a server runs on it.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Makes a consistent copy of a SQLite database, also while a server runs on it.",
        discussion: "Example:  tandem backup friday.sqlite")

    @OptionGroup var house: HouseOptions
    @Argument(help: "The file to write; must not exist.") var destination: String

    func run() async throws {
        try await reporting {
            try SQLiteDatabase.backup(from: try house.sqlitePath(), to: destination)
            print(destination)
        }
    }
}

/// Brings a copy back.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Brings a backup back; refuses to overwrite a database.",
        discussion: "Example:  tandem restore friday.sqlite --data-dir new-tandem-data")

    @OptionGroup var house: HouseOptions
    @Argument(help: "The file that `tandem backup` wrote.") var source: String

    func run() async throws {
        try await reporting {
            let path = try house.sqlitePath()
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw Problem(
                    .unavailable, "data_dir_unreachable",
                    "The folder \(folder) cannot be made: \(error.localizedDescription)", at: "--data-dir")
            }
            try SQLiteDatabase.restore(from: source, to: path)
            print(path)
        }
    }
}

extension HouseOptions {
    /// The file of a SQLite database.
    func sqlitePath() throws(Problem) -> String {
        guard let database else { return dataDir + "/tandem.sqlite" }
        guard database.hasPrefix("sqlite:") else {
            throw Problem(
                .invalid, "not_sqlite", "This is for SQLite; a PostgreSQL database has pg_dump.", at: "--database")
        }
        return String(database.dropFirst(7))
    }
}
