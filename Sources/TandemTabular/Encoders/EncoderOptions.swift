/// How columns become numbers for a learner.
public struct EncoderOptions: Sendable, Hashable {
    /// How numeric columns are encoded.
    public enum Numbers: String, Sendable, Hashable {
        /// (value − mean) / standard deviation; a missing value is the mean, with an indicator of its own when values were
        /// missing in training.
        case standardized
        /// As they are; a missing value is absent, which trees know how to follow.
        case raw
    }

    /// How numeric columns are encoded.
    public var numbers: Numbers
    /// Fewest training rows a category needs for a feature of its own; rarer ones share the feature "other".
    public var minimumCategoryCount: Int
    /// Most categories of one column with a feature of their own; the rarest share the feature "other".
    public var maximumCategories: Int
    /// How text columns are encoded.
    public var text: TextOptions

    /// Standardized numbers, up to 200 categories a column, words and pairs of words.
    public init(
        numbers: Numbers = .standardized, minimumCategoryCount: Int = 1, maximumCategories: Int = 200,
        text: TextOptions = TextOptions()
    ) {
        self.numbers = numbers
        self.minimumCategoryCount = minimumCategoryCount
        self.maximumCategories = maximumCategories
        self.text = text
    }
}

/// One encoded column: a number that a model sees, and the column it came from.
public struct EncodedFeature: Sendable, Hashable {
    /// What the number says about its source.
    public enum Kind: Sendable, Hashable {
        /// The value, standardized or as it is.
        case number
        /// 1 when the value is missing.
        case missing
        /// 1 when the value is this category.
        case category(String)
        /// 1 when the value is a category without a feature of its own.
        case otherCategory
        /// The TF-IDF weight of this term.
        case term(String)
    }

    /// The column it came from.
    public let source: String
    /// What the number says.
    public let kind: Kind

    /// A name for people: `amount`, `amount is missing`, `country = US`, `country = other`, `note: free prize`.
    public var name: String {
        switch kind {
        case .number: source
        case .missing: "\(source) is missing"
        case .category(let name): "\(source) = \(name)"
        case .otherCategory: "\(source) = other"
        case .term(let term): "\(source): \(term)"
        }
    }
}
