import TandemModeling
import TandemTabular

/// A rule that labels a row or abstains, written without code; a plain value that can be stored, shown and run anywhere.
///
/// It is a worker that never tires and is often wrong: ``WeakSupervision`` finds out how often.
public struct LabelingFunction: Sendable, Hashable {
    /// What it is called; the worker's name of its votes.
    public let name: String
    /// What it does.
    public let rule: Rule

    /// What a labeling function does.
    public enum Rule: Sendable, Hashable {
        /// Labels a text in which a pattern is found; in any of several columns.
        case pattern(Pattern, columns: [String], label: String)
        /// The same for words or phrases as they stand.
        case keyword(KeywordRule)
        /// Labels a row for which a condition holds, and perhaps otherwise one for which it does not.
        case condition(Expression, label: String, otherwise: String?)
        /// Labels a value that stands in a list, as the list says.
        case lookup(column: String, entries: [String: String], ignoresCase: Bool)
        /// Labels a probability that is high, or low, enough.
        case probability(column: String, ProbabilityRule)
        /// Labels a row for which a model gives a class a probability that is high, or low, enough.
        case model(ModelArtifact, class: String, ProbabilityRule)
        /// Takes over a label that stands in a column, perhaps by another name.
        case earlier(column: String, names: [String: String], abstention: String?)
    }

    /// A function.
    public init(name: String, rule: Rule) {
        self.name = name
        self.rule = rule
    }

    /// The label of a row, or nil where the function abstains.
    ///
    /// Missing values make it abstain. Throws the `RowProblem` of a value that its model cannot read.
    public func evaluate(_ row: [String: JSONValue]) throws(RowProblem) -> String? {
        switch rule {
        case .pattern(let pattern, let columns, let label):
            return columns.contains { Self.text(row[$0]).map(pattern.isFound) == true } ? label : nil
        case .keyword(let rule):
            return rule.columns.contains { Self.text(row[$0]).map(rule.pattern.isFound) == true } ? rule.label : nil
        case .condition(let condition, let label, let otherwise):
            switch condition.holds(row) {
            case true?: return label
            case false?: return otherwise
            case nil: return nil
            }
        case .lookup(let column, let entries, let ignoresCase):
            return Self.text(row[column]).flatMap { entries[ignoresCase ? $0.lowercased() : $0] }
        case .probability(let column, let rule):
            return row[column]?.number.flatMap(rule.label)
        case .model(let model, let name, let rule):
            let scores = try model.scores(row)
            return model.classes.firstIndex(of: name).flatMap { rule.label(for: scores[$0]) }
        case .earlier(let column, let names, let abstention):
            guard let text = Self.text(row[column]), text != abstention else { return nil }
            return names.isEmpty ? text : names[text]
        }
    }

    /// A value as text: numbers and truth values as JSON writes them; nil for missing and empty ones, lists and objects.
    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?: text.isEmpty ? nil : text
        case .number?, .bool?: try? value?.canonicalString
        default: nil
        }
    }

    /// The columns that it reads, with the type that it reads them as.
    public var columns: [(name: String, type: ExpressionType)] {
        switch rule {
        case .pattern(_, let columns, _): columns.map { ($0, .text) }
        case .keyword(let rule): rule.columns.map { ($0, .text) }
        case .condition(let condition, _, _):
            zip(condition.columns, condition.columnTypes).map { ($0, $1 ?? .text) }
        case .lookup(let column, _, _), .earlier(let column, _, _): [(column, .text)]
        case .probability(let column, _): [(column, .number)]
        case .model(let model, _, _): model.columns.map { ($0.name, .text) }
        }
    }

    /// The labels it can give; nil where only the data tell.
    public var labels: [String]? {
        switch rule {
        case .pattern(_, _, let label): [label]
        case .keyword(let rule): [rule.label]
        case .condition(_, let label, let otherwise): [label] + (otherwise.map { [$0] } ?? [])
        case .lookup(_, let entries, _): Set(entries.values).sorted()
        case .probability(_, let rule), .model(_, _, let rule): rule.labels
        case .earlier(_, let names, _): names.isEmpty ? nil : Set(names.values).sorted()
        }
    }
}

/// Words or phrases to look for.
public struct KeywordRule: Sendable, Hashable {
    /// The words or phrases.
    public let words: [String]
    /// The columns to look into.
    public let columns: [String]
    /// The label of a text that has one of them.
    public let label: String
    /// Whether a word must not be part of a longer one.
    public let wholeWords: Bool
    /// Whether upper and lower case are the same.
    public let ignoresCase: Bool
    let pattern: Pattern

    /// A rule; throws `PatternError` when there are no words or too many.
    public init(
        words: [String], columns: [String], label: String, wholeWords: Bool = true, ignoresCase: Bool = true
    ) throws(PatternError) {
        self.words = words
        self.columns = columns
        self.label = label
        self.wholeWords = wholeWords
        self.ignoresCase = ignoresCase
        pattern = try Pattern(anyOf: words, wholeWords: wholeWords, ignoresCase: ignoresCase)
    }
}

/// What is made of a probability.
public struct ProbabilityRule: Sendable, Hashable {
    /// From where on the label is given, 0…1.
    public let atLeast: Double
    /// The label then.
    public let label: String
    /// Up to where the other label is given; nil when it never is.
    public let atMost: Double?
    /// The other label.
    public let otherwise: String?

    /// A rule; `atMost` and `otherwise` come together.
    public init(atLeast: Double, label: String, atMost: Double? = nil, otherwise: String? = nil) {
        self.atLeast = atLeast
        self.label = label
        self.atMost = atMost
        self.otherwise = otherwise
    }

    /// The label of a probability; nil in between.
    public func label(for probability: Double) -> String? {
        if probability >= atLeast { return label }
        if let atMost, probability <= atMost { return otherwise }
        return nil
    }

    var labels: [String] { [label] + (otherwise.map { [$0] } ?? []) }
}
