import TandemLabeling
import TandemNumerics
import TandemTabular

/// Files about words that pipelines name.
enum WordFiles {
    /// A lexicon: columns `word` and `synonyms`, the synonyms separated by `|` or `;`.
    static func lexicon(_ path: String, at desk: Desk) throws -> [String: [String]] {
        let table = try desk.table(path) { _ in
            [.texts("word", isRequired: true), .texts("synonyms", isRequired: true)]
        }
        var lexicon: [String: [String]] = [:]
        for (word, listed) in zip(table.texts("word"), table.texts("synonyms")) {
            let synonyms = listed.split { $0 == "|" || $0 == ";" }.map(trimmed).filter { !$0.isEmpty }
            lexicon[word.lowercased(), default: []] += synonyms
        }
        return lexicon
    }

    /// Embeddings in the text form of GloVe and word2vec: a word and its numbers a line; a first line of two whole numbers
    /// (how many words, how long) is passed over.
    static func vectors(_ path: String, at desk: Desk) throws -> WordVectors {
        let text = try desk.text(path)
        var words: [String] = []
        var values: [Double] = []
        var width = 0
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let parts = line.split(whereSeparator: \.isWhitespace)
            if parts.isEmpty || (number == 0 && parts.count == 2) { continue }
            let numbers = parts.dropFirst().compactMap { Double($0) }.filter(\.isFinite)
            if words.isEmpty { width = numbers.count }
            guard numbers.count == parts.count - 1, numbers.count == width, width > 0 else {
                throw CommandProblem.badInput(
                    "\(path): line \(number + 1): a word and \(width) numbers are expected")
            }
            words.append(String(parts[0]))
            values += numbers
        }
        guard !words.isEmpty else { throw CommandProblem.badInput("\(path): there are no vectors") }
        return WordVectors(words: words, vectors: Matrix(rows: words.count, columns: width, values: values))
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
