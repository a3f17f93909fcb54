/// A regular expression that is searched for in time proportional to the text, whatever the expression.
///
/// The subset: literals, `.`, classes `[a-z]` and `[^…]`, `\d \w \s \D \W \S`, `\b \B`, `^ $` (start and end of the
/// whole text), groups `(…)` and `(?:…)`, `|`, `* + ?`, `{n} {n,} {n,m}`, lazy forms of these (which find the same),
/// `(?i)` at the start, escapes `\n \t \r \f \v \xHH \x{H…} \uHHHH` and escaped punctuation. What would need
/// backtracking (back references, look-around) is refused. Letters, digits, spaces and words are Unicode's;
/// the unit is the Unicode scalar, so an accent written as a scalar of its own is one more.
///
/// The expression becomes a Thompson automaton (K. Thompson, CACM 11, 1968) that is turned into a deterministic one
/// state by state while it runs (R. Cox, "Regular Expression Matching Can Be Simple And Fast", 2007), with a bound on
/// the states that are kept.
public struct Pattern: Sendable, Hashable {
    /// The expression as it was written.
    public let source: String
    /// Whether upper and lower case are the same.
    public let ignoresCase: Bool
    let program: PatternProgram

    /// Reads an expression.
    ///
    /// - Parameters:
    ///   - source: the expression, at most 10,000 bytes.
    ///   - ignoresCase: whether upper and lower case are the same, as `(?i)` says.
    /// - Throws: `PatternError` with the place and what to write instead.
    public init(_ source: String, ignoresCase: Bool = false) throws(PatternError) {
        var parser = try PatternParser(source, ignoresCase: ignoresCase)
        let node = try parser.parse()
        self.source = source
        self.ignoresCase = parser.ignoresCase
        program = try PatternProgram(node)
    }

    /// Finds any of several words or phrases, as they stand.
    ///
    /// - Parameters:
    ///   - words: what is looked for; empty ones are ignored.
    ///   - wholeWords: whether a word must not be part of a longer one.
    ///   - ignoresCase: whether upper and lower case are the same.
    /// - Throws: `PatternError` when they are too many or all empty.
    public init(anyOf words: [String], wholeWords: Bool, ignoresCase: Bool) throws(PatternError) {
        let nodes = words.filter { !$0.isEmpty }.map { word in
            PatternNode.phrase(word, wholeWords: wholeWords, ignoresCase: ignoresCase)
        }
        guard !nodes.isEmpty else { throw PatternError(column: 1, "There is no word to look for.") }
        source = words.joined(separator: "|")
        self.ignoresCase = ignoresCase
        program = try PatternProgram(.any(nodes))
    }

    /// Whether it is found anywhere in `text`.
    ///
    /// For many texts make one ``PatternMatcher``, which remembers what it worked out.
    public func isFound(in text: String) -> Bool {
        var matcher = PatternMatcher(self)
        return matcher.isFound(in: text)
    }
}

/// What is wrong with a regular expression, and where.
public struct PatternError: Error, Sendable, Hashable {
    /// The place in the expression, in Unicode scalars from 1.
    public let column: Int
    /// One sentence that says what is wrong and what would be right.
    public let message: String

    /// An error at a place.
    public init(column: Int, _ message: String) {
        self.column = column
        self.message = message
    }
}
