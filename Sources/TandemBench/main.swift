// A load generator for `make bench`: one thread a client, the same on every server that is compared.
//
// tandem-bench --host 127.0.0.1 --port 8080 --clients 32 --seconds 5 --flavor tandem|label-studio
//              --scenario pairs|decisions|requests --project SLUG --tokens FILE [--body FILE] [--path PATH]
import Foundation

do {
    let options = try BenchOptions(Array(CommandLine.arguments.dropFirst()))
    print(try Scenario(options).run())
} catch {
    FileHandle.standardError.write(Data("tandem-bench: \(error)\n".utf8))
    exit(64)
}
