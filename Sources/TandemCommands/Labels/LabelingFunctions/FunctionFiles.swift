import TandemLabeling
import TandemModeling
import TandemTabular

/// Reads the files that a labeling function names and makes the function.
struct FunctionFiles {
    private let members: [String: JSONValue]
    private let desk: Desk
    private let id: String

    init(_ entry: YAMLValue, desk: Desk, id: String) {
        members = entry.json.object ?? [:]
        self.desk = desk
        self.id = id
    }

    func function() throws -> LabelingFunction {
        guard case .string? = members["name"] else { return try LabelingFunction(json: .object(members)) }
        if case .string(let path)? = members["lookup"] { return try lookup(path) }
        if case .string(let path)? = members["model"] { return try model(path) }
        if members["file"] != nil, members["probability"] != nil { return try probabilities() }
        return try LabelingFunction(json: .object(members))
    }

    private func problem(_ member: String, _ message: String) -> LabelingFunctionError {
        LabelingFunctionError(function: members["name"]?.string, member: member, message)
    }

    private func text(_ member: String) throws -> String? {
        guard let value = members[member], !value.isNull else { return nil }
        guard let text = value.string else { throw problem(member, "\(member) is a text") }
        return text
    }

    /// A file of values and labels; with `label` all of its values get that one.
    private func lookup(_ path: String) throws -> LabelingFunction {
        let (key, value, label) = (try text("key"), try text("value"), try text("label"))
        if value != nil, label != nil { throw problem("value", "a lookup has value, a column of labels, or label") }
        var keyName = ""
        var valueName: String?
        let table = try table(path, member: "lookup") { header in
            keyName = key ?? header.first ?? ""
            valueName = label == nil ? value ?? header.first { $0 != keyName } : nil
            if label == nil, valueName == nil {
                throw problem("lookup", "\(path) has one column only; say which label its values get with label")
            }
            return [.codes(keyName)] + (valueName.map { [.codes($0)] } ?? [])
        }
        let keys = table.codes(keyName)
        let values = valueName.map { table.codes($0) }
        var entries: [String: JSONValue] = [:]
        for row in 0..<table.rowCount {
            guard let key = keys[row], let label = label ?? values?[row] else { continue }
            if let earlier = entries[key]?.string, earlier != label {
                throw problem(
                    "lookup", "\(path): line \(table.lines[row]): \(key) is \(label) here and \(earlier) before")
            }
            entries[key] = .string(label)
        }
        var inline = members
        for member in ["key", "value", "label"] { inline[member] = nil }
        inline["lookup"] = .object(entries)
        return try LabelingFunction(json: .object(inline))
    }

    private func model(_ path: String) throws -> LabelingFunction {
        var inline = members
        do throws(JSONError) {
            inline["model"] = try JSONValue(parsing: Array(try read(path, member: "model")))
        } catch { throw problem("model", "\(path): \(error)") }
        return try LabelingFunction(json: .object(inline))
    }

    private func read(_ path: String, member: String) throws(JSONError) -> [UInt8] {
        do { return Array(try desk.read(path)) } catch {
            throw JSONError(.unexpectedShape, detail: "\(error)")
        }
    }

    /// A file of probabilities by id becomes a list of ids and labels.
    private func probabilities() throws -> LabelingFunction {
        guard let path = try text("file") else { throw problem("file", "file is the path of a file of probabilities") }
        let key = try text("key")
        var inline = members
        for member in ["file", "key", "column"] { inline[member] = nil }
        let function = try LabelingFunction(json: .object(inline))
        guard case .probability(let column, let rule) = function.rule else { return function }
        var keyName = ""
        let table = try table(path, member: "file") { header in
            keyName = key ?? header.first ?? ""
            return [.codes(keyName), .numbers(column, isRequired: false)]
        }
        let (keys, numbers) = (table.codes(keyName), table.numbers(column))
        var entries: [String: String] = [:]
        for row in 0..<table.rowCount {
            guard let key = keys[row], !numbers[row].isNaN else { continue }
            guard (0...1).contains(numbers[row]) else {
                throw problem("probability", "\(path): line \(table.lines[row]): \(numbers[row]) is no probability")
            }
            entries[key] = rule.label(for: numbers[row])
        }
        return LabelingFunction(
            name: function.name, rule: .lookup(column: try text("column") ?? id, entries: entries, ignoresCase: false))
    }

    private func table(
        _ path: String, member: String, _ request: ([String]) throws -> [ColumnRequest]
    ) throws -> Table {
        do { return try desk.table(path, request: request) } catch let bad as FileProblems {
            throw problem(member, "\(path): \(bad.problems)")
        } catch let bad as CommandProblem {
            throw problem(member, bad.message)
        }
    }
}
