extension TaskPayload {
    /// What is asked, and how it is answered.
    struct Question: Sendable, Codable {
        let kind: Kind
        let prompt: String
        var help: String?
        /// For a choice.
        var labels: [Label]?
        /// For a number.
        var number: NumberRange?
        /// For a text.
        var text: TextLimit?

        /// How the question is answered.
        enum Kind: String, Sendable, Codable { case choice, number, text }
    }

    /// One label of a choice; without a hotkey its place in the list is its number key.
    struct Label: Sendable, Codable {
        let value: String
        let text: String
        var hotkey: String?
        var note: String?
    }

    /// What a number may be.
    struct NumberRange: Sendable, Codable {
        var min: Double?
        var max: Double?
        var step: Double?
        var unit: String?
    }

    /// How long a text may be, in UTF-16 code units as browsers count.
    struct TextLimit: Sendable, Codable {
        let maxLength: Int

        enum CodingKeys: String, CodingKey { case maxLength = "max_length" }
    }

    /// The case itself: typed columns, a text, or both.
    struct Item: Sendable, Codable {
        let key: String
        let fields: [Field]
        var text: String?
    }

    /// One column as people read it; a missing value is nil and says so on the screen.
    struct Field: Sendable, Codable {
        let name: String
        let label: String
        var value: String?
        let type: String
        var help: String?
    }

    /// Why the model leans its way.
    struct Explanation: Sendable, Codable {
        /// The class that positive contributions speak for.
        let `class`: String
        /// Always says margin, such as "margin (log-odds)".
        let unit: String
        /// Where the sum of contributions starts.
        let base: Double
        let contributions: [Contribution]
        /// For a text: words or phrases, sorted by place, not overlapping.
        var tokens: [Token]?
    }

    /// One feature's part of the margin.
    struct Contribution: Sendable, Codable {
        let feature: String
        var value: String?
        let contribution: Double
    }

    /// A piece of the text; `start` and `end` count UTF-16 code units, as JavaScript does.
    struct Token: Sendable, Codable {
        let start: Int
        let end: Int
        let contribution: Double
    }

    /// An answer's value as JSON: a label or text is a string, a number a number.
    enum AnswerValue: Sendable, Equatable {
        case string(String)
        case number(Double)
    }
}

extension TaskPayload.AnswerValue: Codable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        }
    }
}

extension TaskPayload.Token {
    /// Words in the order of the text, found one after the other; a word that is not there is left out.
    static func placed(_ words: [(text: String, margin: Double)], in text: String) -> [TaskPayload.Token] {
        let units = Array(text.utf16)
        var from = 0
        return words.compactMap { word in
            let wanted = Array(word.text.utf16)
            guard !wanted.isEmpty, let found = units[from...].firstRange(of: wanted) else { return nil }
            from = found.upperBound
            return TaskPayload.Token(start: found.lowerBound, end: found.upperBound, contribution: word.margin)
        }
    }
}
