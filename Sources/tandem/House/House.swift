import Foundation
import Logging
import TandemLedger
import TandemPostgres
import TandemSQLite
import TandemStore
import TandemWorkflow

/// The composition root: the only place that names drivers, the machine's clock and its generator.
struct House {
    let services: Services
    let dataDir: String

    /// Opens the database, keys and blobs that the options name, making what is missing.
    /// - Throws: `Problem` or `StoreError` when something cannot be opened.
    init(_ options: HouseOptions, clock: any WallClock = SystemClock()) throws {
        dataDir = options.dataDir
        do {
            try FileManager.default.createDirectory(
                atPath: dataDir, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Problem(
                .unavailable, "data_dir_unreachable",
                "The data directory \(dataDir) cannot be made: \(error.localizedDescription)", at: "--data-dir")
        }
        let random = SystemRandomSource()
        var services = Services(
            database: try Self.database(options, clock), clock: clock, random: random,
            blobs: try FolderBlobStore(folder: dataDir + "/blobs"), logger: try Self.logger(options),
            keys: try InstanceKeysFile.loadOrCreate(dataDir + "/keys.json", random: random),
            anchor: AnchorFile(path: dataDir + "/anchors.jsonl"))
        services.suggestions = LiveSuggestions(services.liveModels)
        self.services = services
    }

    private static func database(_ options: HouseOptions, _ clock: any WallClock) throws -> any Database {
        let now: @Sendable () -> Int = { clock.now.milliseconds }
        let address = options.database ?? "sqlite:\(options.dataDir)/tandem.sqlite"
        if address.hasPrefix("postgres://") || address.hasPrefix("postgresql://") {
            return try PostgresDatabase(url: address, now: now)
        }
        guard address.hasPrefix("sqlite:"), address.count > 7 else {
            throw Problem(
                .invalid, "database_unknown", "--database takes sqlite:PATH or postgres://…, not \(address).",
                at: "--database")
        }
        return try SQLiteDatabase(path: String(address.dropFirst(7)), now: now)
    }

    private static func logger(_ options: HouseOptions) throws -> Logger {
        guard let level = Logger.Level(rawValue: options.logLevel) else {
            throw Problem(
                .invalid, "log_level_unknown", "--log-level takes one of trace, debug, info, notice, warning, error.",
                at: "--log-level")
        }
        var logger = Logger(label: "tandem") { JSONLogHandler(label: $0) }
        logger.logLevel = level
        return logger
    }
}
