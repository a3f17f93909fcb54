import TandemTabular

/// Why a model leans its way on one row, in margin units: what each column adds to the log-odds.
public struct Explanation: Sendable, Hashable {
    /// What one column adds.
    public struct Contribution: Sendable, Hashable {
        /// The column's name.
        public let column: String
        /// The row's value, as it was given; `null` when missing.
        public let value: JSONValue
        /// What it adds to the margin, compared with not knowing it.
        public let amount: Double
    }

    /// What the words of one text column add.
    public struct TextContribution: Sendable, Hashable {
        /// The column's name.
        public let column: String
        /// The words that are part of a known term, in the order of the text.
        ///
        /// A term's contribution is shared equally by the places where it occurs, and a pair's by its two words.
        public let words: [WordContribution]
        /// What the absence of all other terms adds; with the words it makes up the column's contribution.
        public let rest: Double
    }

    /// What one word of a text adds.
    public struct WordContribution: Sendable, Hashable {
        /// The word in lower case.
        public let word: String
        /// Its place in the text, in Unicode scalars from the start.
        public let scalars: Range<Int>
        /// What it adds to the margin.
        public let amount: Double
    }

    /// The class whose margin is explained.
    public let className: String
    /// What the margin is expected to be when nothing is known about the row.
    public let base: Double
    /// The uncalibrated margin: log-odds of the class where there are two, else its term in the softmax.
    public let margin: Double
    /// What each column adds, the largest amounts first; with `base` they add up to `margin`.
    public let contributions: [Contribution]
    /// For text columns, what their words add.
    public let texts: [TextContribution]

    /// The explanation as JSON, its unit said.
    public var json: JSONValue {
        [
            "class": .string(className), "unit": "margin", "base": .number(base), "margin": .number(margin),
            "contributions": .array(
                contributions.map {
                    ["feature": .string($0.column), "value": $0.value, "contribution": .number($0.amount)]
                }),
            "texts": .array(texts.map(Self.json)),
        ]
    }

    private static func json(_ text: TextContribution) -> JSONValue {
        [
            "feature": .string(text.column), "rest": .number(text.rest),
            "words": .array(
                text.words.map { word in
                    [
                        "word": .string(word.word), "start": JSONValue(word.scalars.lowerBound),
                        "end": JSONValue(word.scalars.upperBound), "contribution": .number(word.amount),
                    ]
                }),
        ]
    }
}
