import TandemLabeling
import TandemNumerics
import Yams

/// An augmentation pipeline as it is written in YAML.
///
/// ```yaml
/// copies: 2
/// class: label
/// only: [spam]
/// steps:
///   - {do: synonym, column: text, share: 0.2, lexicon: synonyms.csv, vectors: vectors.txt}
///   - {do: noise, columns: [amount], scale: 0.05}
/// ```
struct PipelineFile {
    /// One step, before its files are read.
    struct Step {
        let keys: YAMLKeys
        let name: String
        /// The columns it changes.
        let columns: [String]
    }

    let path: String
    let copies: Int
    /// The column of classes; needed to interpolate.
    let classColumn: String?
    /// Classes whose rows are parents; nil for all.
    let only: [String]?
    let steps: [Step]

    static let textSteps = ["swap", "delete", "keyboard", "ocr", "case", "synonym"]
    static let numberSteps = ["noise", "interpolate"]

    init(_ path: String, text: String) throws {
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch { throw CommandProblem.badInput("\(path): \(error)") }
        guard let node else { throw CommandProblem.badInput("\(path): the pipeline is empty") }
        var keys = try YAMLKeys(node, path: path)
        self.path = path
        copies = try keys.integer("copies", in: 1...1_000) ?? 1
        classColumn = try keys.string("class")
        only = try keys.strings("only")
        guard let listed = keys.take("steps")?.sequence, !listed.isEmpty else {
            throw CommandProblem.badInput("\(path): steps is a list of at least one step")
        }
        steps = try listed.map { try Self.step($0, path: path) }
        try keys.finish()
        if steps.count(where: { $0.name == "interpolate" }) > 1 {
            throw CommandProblem.badInput("\(path): a pipeline interpolates once, so that a row has one partner")
        }
        if only != nil, classColumn == nil {
            throw CommandProblem.badInput("\(path): only needs class, the column of classes")
        }
    }

    private static func step(_ node: Node, path: String) throws -> Step {
        var keys = try YAMLKeys(node, path: path)
        guard let name = try keys.string("do"), (textSteps + numberSteps).contains(name) else {
            throw keys.problem("do is one of \((textSteps + numberSteps).joined(separator: ", "))")
        }
        let columns = try textSteps.contains(name) ? keys.string("column").map { [$0] } : keys.strings("columns")
        guard let columns, !columns.isEmpty else {
            throw keys.problem(textSteps.contains(name) ? "\(name) needs a column" : "\(name) needs columns, a list")
        }
        return Step(keys: keys, name: name, columns: columns)
    }

    /// The columns of texts that steps change.
    var textColumns: [String] { Set(steps.filter { Self.textSteps.contains($0.name) }.flatMap(\.columns)).sorted() }
    /// The columns of numbers that steps change.
    var numberColumns: [String] { Set(steps.filter { Self.numberSteps.contains($0.name) }.flatMap(\.columns)).sorted() }
    /// Whether a step interpolates.
    var interpolates: Bool { steps.contains { $0.name == "interpolate" } }

    /// The pipeline, its lexicons and embeddings read.
    ///
    /// - Parameters:
    ///   - desk: where the files are.
    ///   - words: the words of a column of texts in lower case, asked for where embeddings are given.
    /// - Returns: the pipeline.
    /// - Throws: `CommandProblem` naming the step's line.
    func pipeline(at desk: Desk, words: (String) -> Set<String>) throws -> AugmentationPipeline {
        AugmentationPipeline(copies: copies, steps: try steps.map { try made($0, at: desk, words: words) })
    }

    private func made(_ step: Step, at desk: Desk, words: (String) -> Set<String>) throws -> AugmentationPipeline.Step {
        var keys = step.keys
        defer { _ = keys }
        if step.name == "noise" {
            let scale = try keys.number("scale") ?? 0.05
            guard scale > 0, scale.isFinite else { throw keys.problem("scale is above 0") }
            try keys.finish()
            return .noise(NoiseStep(columns: step.columns, scale: scale))
        }
        if step.name == "interpolate" {
            let neighbors = try keys.integer("neighbors", in: 1...1_000) ?? 5
            try keys.finish()
            return .interpolate(InterpolationStep(columns: step.columns, neighbors: neighbors))
        }
        guard let share = WordShare(try keys.number("share") ?? 0.1) else {
            throw keys.problem("share is above 0, up to 1")
        }
        let transform: any TextTransform
        switch step.name {
        case "swap": transform = SwapTransform(share: share)
        case "delete": transform = DeleteTransform(share: share)
        case "keyboard": transform = KeyboardTransform(share: share)
        case "ocr": transform = OCRTransform(share: share)
        case "case":
            let word = try keys.string("mode") ?? CaseTransform.Mode.random.rawValue
            guard let mode = CaseTransform.Mode(rawValue: word) else {
                throw keys.problem("mode is lower, upper, title or random, not \(word)")
            }
            transform = CaseTransform(mode: mode, share: share)
        default: transform = try synonyms(&keys, share, at: desk, words: words(step.columns[0]))
        }
        try keys.finish()
        return .text(column: step.columns[0], transform)
    }

    private func synonyms(
        _ keys: inout YAMLKeys, _ share: WordShare, at desk: Desk, words: Set<String>
    ) throws -> SynonymTransform {
        let lexicon = try keys.string("lexicon").map { try WordFiles.lexicon($0, at: desk) }
        let vectors = try keys.string("vectors").map { try WordFiles.vectors($0, at: desk) }
        let neighbors = try keys.integer("neighbors", in: 1...100) ?? 5
        let similarity = try keys.number("similarity") ?? 0.7
        guard lexicon != nil || vectors != nil else { throw keys.problem("synonym needs a lexicon, vectors or both") }
        guard let vectors else { return SynonymTransform(share: share, lexicon: lexicon ?? [:]) }
        return SynonymTransform(
            share: share, lexicon: lexicon ?? [:], vectors: vectors, vocabulary: words, neighbors: neighbors,
            similarity: similarity)
    }
}

/// The keys of a YAML mapping, taken one by one, so that a misspelled one is found.
struct YAMLKeys {
    private var members: [String: Node] = [:]
    private let path: String
    private let line: Int?

    init(_ node: Node, path: String) throws {
        self.path = path
        line = node.mark?.line
        guard let mapping = node.mapping else {
            throw CommandProblem.badInput(
                "\(path)\(node.mark.map { ": line \($0.line)" } ?? ""): a mapping is expected")
        }
        for (key, value) in mapping { members[key.string ?? "?"] = value }
    }

    func problem(_ message: String) -> CommandProblem {
        .badInput("\(path)\(line.map { ": line \($0)" } ?? ""): \(message)")
    }

    mutating func take(_ key: String) -> Node? { members.removeValue(forKey: key) }

    mutating func string(_ key: String) throws -> String? {
        guard let node = take(key) else { return nil }
        guard let text = node.string else { throw problem("\(key) is a text") }
        return text
    }

    mutating func strings(_ key: String) throws -> [String]? {
        guard let node = take(key) else { return nil }
        if let text = node.string { return [text] }
        let texts = node.sequence.map { $0.compactMap(\.string) }
        guard let texts, texts.count == node.sequence?.count else { throw problem("\(key) is a list of texts") }
        return texts
    }

    mutating func number(_ key: String) throws -> Double? {
        guard let node = take(key) else { return nil }
        guard let value = node.float ?? node.int.map(Double.init) else { throw problem("\(key) is a number") }
        return value
    }

    mutating func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let node = take(key) else { return nil }
        guard let value = node.int, range.contains(value) else {
            throw problem("\(key) is a whole number between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }

    /// Refuses keys that nobody took.
    func finish() throws {
        if let unknown = members.keys.min() { throw problem("unknown key \(unknown)") }
    }
}
