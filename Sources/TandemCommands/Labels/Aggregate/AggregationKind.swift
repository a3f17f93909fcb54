import ArgumentParser

/// The kinds of answers that can be aggregated.
///
/// Extension point: a kind is a case here, one branch in `AggregateCommand.report(at:)` and a report of its own beside
/// `ChoiceReport`.
public enum AggregationKind: String, Sendable, Hashable, CaseIterable, ExpressibleByArgument {
    /// One of a list of labels.
    case choice
    /// Numbers.
    case numeric
    /// Preferences between two.
    case pairwise
    /// Texts, word by word.
    case text
    /// Spans of text.
    case spans
    /// Boxes in images.
    case boxes
}
