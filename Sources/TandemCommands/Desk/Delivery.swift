import TandemTabular

/// Writes a report: to standard output or files, everything or nothing.
struct Delivery {
    let report: Report
    let options: FileOptions
    let desk: Desk

    func deliver() throws {
        var files = try report.files.map {
            try WrittenFile(path: $0.path, bytes: Self.bytes(of: $0.rows, for: $0.path))
        }
        if let path = options.output { files.append(try WrittenFile(path: path, bytes: mainBytes(path))) }
        if let path = options.chart { files.append(try WrittenFile(path: path, bytes: chartBytes(path))) }
        if !files.isEmpty { try desk.write(files) }
        guard options.output == nil else { return }
        if desk.isTerminal {
            for table in report.summary { desk.show(Array((table.text + "\n").utf8)) }
        }
        desk.show(report.document)
    }

    private func mainBytes(_ path: String) throws -> [UInt8] {
        if TableFormat(path: path) == .json { return report.document }
        guard let rows = report.rows else {
            throw CommandProblem.usage("\(path): this result is no table; write it to a .json file")
        }
        return try Self.bytes(of: rows, for: path)
    }

    private static func bytes(of rows: OutputTable, for path: String) throws -> [UInt8] {
        switch TableFormat(path: path) {
        case .csv: return rows.delimited(.csv)
        case .tsv: return rows.delimited(.quotedTSV)
        case .jsonl: return rows.jsonLines
        case .json: return Report(rows: rows).document
        case nil: throw CommandProblem.usage("\(path): an output file ends in .csv, .tsv, .jsonl or .json")
        }
    }

    private func chartBytes(_ path: String) throws -> [UInt8] {
        guard let chart = report.chart else {
            throw CommandProblem.usage("\(path): this command has no chart for these options")
        }
        let spec = try chart.finite.canonicalBytes
        if path.hasSuffix(".vl.json") { return spec + [0x0A] }
        guard path.hasSuffix(".html") else {
            throw CommandProblem.usage("\(path): a chart file ends in .vl.json or .html")
        }
        return ChartPage(spec: spec, script: Array(try desk.chartScript())).bytes
    }
}
