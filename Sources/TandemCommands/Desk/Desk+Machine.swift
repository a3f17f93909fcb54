import Foundation

extension Desk {
    /// The machine's own files, standard input and output.
    ///
    /// Charts' pages take their script from `vendor`, the folder that the set-up script fills.
    public static func machine(vendor: String = "vendor") -> Desk {
        Desk(
            read: readFile, write: writeFiles,
            show: { FileHandle.standardOutput.write(Data($0)) },
            complain: { FileHandle.standardError.write(Data(($0 + "\n").utf8)) },
            isTerminal: isatty(1) == 1,
            chartScript: {
                let path = vendor + "/vega.js"
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw CommandProblem(
                        .unavailable, "\(path) is not there: run 'make setup', or write the chart to FILE.vl.json")
                }
                return data
            })
    }

    private static func readFile(_ path: String) throws -> Data {
        if path == "-" { return FileHandle.standardInput.readDataToEndOfFile() }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            throw CommandProblem(.noInput, "there is no file \(path)")
        }
        do {
            return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
        } catch {
            throw CommandProblem(.noInput, "\(path) cannot be read: \(error.localizedDescription)")
        }
    }

    /// Writes each file beside its place first and renames them only when all are written.
    private static func writeFiles(_ files: [WrittenFile]) throws {
        var drafts: [(draft: String, path: String)] = []
        do {
            for file in files {
                let draft = file.path + ".part"
                drafts.append((draft, file.path))
                try Data(file.bytes).write(to: URL(fileURLWithPath: draft))
            }
            for (draft, path) in drafts {
                guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
            }
        } catch {
            for (draft, _) in drafts { try? FileManager.default.removeItem(atPath: draft) }
            let names = files.map(\.path).joined(separator: ", ")
            throw CommandProblem(.cannotWrite, "cannot write \(names): \(error.localizedDescription)")
        }
    }
}
