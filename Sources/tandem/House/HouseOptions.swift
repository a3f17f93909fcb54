import ArgumentParser

/// Where the house stands: its database and its folder, the same for every command.
struct HouseOptions: ParsableArguments {
    @Option(help: "sqlite:PATH or postgres://USER@HOST/NAME. Default: tandem.sqlite in the data directory.")
    var database: String?

    @Option(help: "Folder for keys, models and, unless told otherwise, the database.")
    var dataDir = "tandem-data"

    @Option(help: "Least severe messages to log: trace, debug, info, notice, warning, error.")
    var logLevel = "warning"
}
