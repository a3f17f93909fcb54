import TandemLabeling
import TandemTabular

/// Labeling functions as they are written in YAML, and the files they name.
///
/// ```yaml
/// labels: [ham, spam]          # optional: their order
/// id: comment_id               # optional: the column that names a row
/// functions:
///   - {name: subscribe, keyword: [subscribe, my channel], column: text, label: spam}
///   - {name: link, regex: 'https?://', column: text, label: spam}
///   - {name: short, when: 'words(text) < 5 and not text contains "http"', label: ham}
///   - {name: known, lookup: authors.csv, key: author, value: verdict, column: author}
///   - {name: old_model, probability: p_spam, at_least: 0.9, label: spam, at_most: 0.1, otherwise: ham}
///   - {name: other_model, probability: p_spam, file: other.csv, at_least: 0.9, label: spam}
///   - {name: our_model, model: model.json, class: spam, at_least: 0.9, label: spam}
///   - {name: earlier, label_from: old_label, names: {y: spam, n: ham}, abstain: '?'}
/// ```
struct FunctionsFile {
    let path: String
    /// The labels in the order that was asked for.
    let labels: [String]
    /// The column that names a row, if one was named.
    let id: String?
    private let entries: [YAMLValue]

    init(_ path: String, at desk: Desk) throws {
        self.path = path
        let document = try YAMLValue(desk.text(path), path: path)
        func problem(_ line: Int, _ message: String) -> CommandProblem {
            .badInput("\(path): line \(line): \(message)")
        }
        if let odd = document.members.keys.filter({ !["labels", "id", "functions"].contains($0) }).min() {
            let line = document.members[odd]?.line ?? 1
            throw problem(line, "unknown key \(odd); there are labels, id and functions")
        }
        entries = document.members["functions"]?.elements ?? document.elements
        guard !entries.isEmpty else { throw problem(document.line, "functions is a list of at least one function") }
        let listed = document.members["labels"]
        labels = (listed?.elements ?? []).compactMap(\.json.string)
        guard labels.count == listed?.elements.count ?? 0, Set(labels).count == labels.count else {
            throw problem(listed?.line ?? 1, "labels is a list of different texts")
        }
        id = document.members["id"]?.json.string
    }

    /// The functions, the files they name read.
    ///
    /// Files of probabilities are joined by `id`, the column of the data that names a row.
    func functions(at desk: Desk, id: String) throws -> [LabelingFunction] {
        var lines: [String: Int] = [:]
        return try entries.map { entry in
            do {
                let function = try FunctionFiles(entry, desk: desk, id: id).function()
                if let earlier = lines[function.name] {
                    throw LabelingFunctionError(
                        function: function.name, member: "name",
                        "a function of this name stands in line \(earlier) already")
                }
                lines[function.name] = entry.line
                return function
            } catch let error as LabelingFunctionError {
                throw located(error, entry)
            }
        }
    }

    /// The problem of a function, with file and line.
    func located(_ error: LabelingFunctionError, _ entry: YAMLValue? = nil) -> CommandProblem {
        let entry = entry ?? entries.first { $0.members["name"]?.json.string == error.function }
        let line = error.member.flatMap { entry?.members[$0]?.line } ?? entry?.line ?? 1
        return .badInput("\(path): line \(line): \(error)")
    }
}
