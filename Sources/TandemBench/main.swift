// A load generator for `make bench`: one thread a client, the same on every server that is compared.
//
// tandem-bench --port 8080 --clients 32 --seconds 5 [--count N] --flavor tandem|label-studio --tokens FILE
//              --scenario pairs --project SLUG [--answer LABEL,LABEL…|key]
//              --scenario requests --path PATH [--bodies FILE with one a line]
import Foundation

do {
    let options = try BenchOptions(Array(CommandLine.arguments.dropFirst()))
    print(Scenario(options).run())
} catch {
    FileHandle.standardError.write(Data("tandem-bench: \(error)\n".utf8))
    exit(64)
}
