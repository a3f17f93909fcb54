/// A regular expression as a tree; the parser bounds its depth.
indirect enum PatternNode: Sendable, Hashable {
    /// One scalar of a set.
    case one(ScalarSet)
    /// A place, taking no scalar.
    case place(PatternPlace)
    /// One after the other.
    case sequence([PatternNode])
    /// Any one of several.
    case any([PatternNode])
    /// A number of times; nil is any number.
    case times(PatternNode, least: Int, most: Int?)

    /// A word or phrase as it stands; an end that is no letter, digit or underscore needs no border there.
    static func phrase(_ text: String, wholeWords: Bool, ignoresCase: Bool) -> PatternNode {
        let scalars = Array(text.unicodeScalars)
        var nodes = scalars.map { PatternNode.one(ScalarSet(single: $0, ignoresCase: ignoresCase)) }
        guard wholeWords else { return .sequence(nodes) }
        if let first = scalars.first, ScalarSet.isWord(first) { nodes.insert(.place(.border), at: 0) }
        if let last = scalars.last, ScalarSet.isWord(last) { nodes.append(.place(.border)) }
        return .sequence(nodes)
    }
}

/// A condition on what stands before and behind a place.
enum PatternPlace: Sendable, Hashable {
    /// The start of the text.
    case start
    /// The end of the text.
    case end
    /// Between a word's scalar and one that is none.
    case border
    /// Anywhere else.
    case noBorder

    /// Whether the condition holds.
    ///
    /// - Parameters:
    ///   - isStart: whether nothing stands before.
    ///   - afterWord: whether a word's scalar stands before.
    ///   - isEnd: whether nothing stands behind.
    ///   - beforeWord: whether a word's scalar stands behind.
    /// - Returns: whether it holds there.
    func holds(isStart: Bool, afterWord: Bool, isEnd: Bool, beforeWord: Bool) -> Bool {
        switch self {
        case .start: isStart
        case .end: isEnd
        case .border: afterWord != beforeWord
        case .noBorder: afterWord == beforeWord
        }
    }
}
