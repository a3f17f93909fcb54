import ArgumentParser
import Foundation
import TandemLedger
import TandemStore

/// Runs a command's work and turns a problem into one line on standard error and a documented exit code.
func reporting(_ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch let problem as Problem {
        complain(problem.message + (problem.place.map { " (\($0))" } ?? ""), code: problem.code)
        throw ExitCode(exitCode(problem.kind))
    } catch let error as StoreError {
        complain("\(error)", code: "store")
        switch error {
        case .unavailable, .conflict: throw ExitCode(69)
        default: throw ExitCode(70)
        }
    }
}

/// One line on standard error.
func complain(_ message: String, code: String) {
    FileHandle.standardError.write(Data("tandem: \(message) [\(code)]\n".utf8))
}

private func exitCode(_ kind: Problem.Kind) -> Int32 {
    switch kind {
    case .invalid, .tooLarge, .unsupported: 65
    case .notFound: 66
    case .unavailable: 69
    case .internal: 70
    case .conflict, .changed, .throttled: 75
    case .unauthenticated, .forbidden: 77
    }
}
