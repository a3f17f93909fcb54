/// Aligns a text to the network of those before it at the least number of changes.
struct WordAlignment {
    private enum Step: UInt8 {
        case match
        case deletion
        case insertion
    }

    let network: [WordSlot]
    let words: [String]
    /// How many texts the network holds.
    let texts: Int

    /// The network with the text added.
    var aligned: [WordSlot] {
        let steps = self.steps
        let width = network.count + 1
        var slots: [WordSlot] = []
        var row = words.count
        var column = network.count
        while row > 0 || column > 0 {
            switch steps[row * width + column] {
            case .match:
                row -= 1
                column -= 1
                var slot = network[column]
                slot.add(words[row])
                slots.append(slot)
            case .deletion:
                column -= 1
                var slot = network[column]
                slot.add("")
                slots.append(slot)
            case .insertion:
                row -= 1
                // No text before has a word here.
                var slot = WordSlot(word: "", votes: texts)
                slot.add(words[row])
                slots.append(slot)
            }
        }
        return slots.reversed()
    }

    /// The last step of the cheapest way to each cell; on a tie a match comes first, then a deletion.
    private var steps: [Step] {
        let width = network.count + 1
        var steps = [Step](repeating: .deletion, count: (words.count + 1) * width)
        var above = (0...network.count).map { $0 }
        let canSkip = network.map { $0.holds("") ? 0 : 1 }
        for row in words.indices {
            var current = [Int](repeating: row + 1, count: width)
            steps[(row + 1) * width] = .insertion
            for column in network.indices {
                var cost = above[column] + (network[column].holds(words[row]) ? 0 : 1)
                var step = Step.match
                let deletion = current[column] + canSkip[column]
                if deletion < cost { (cost, step) = (deletion, .deletion) }
                let insertion = above[column + 1] + 1
                if insertion < cost { (cost, step) = (insertion, .insertion) }
                current[column + 1] = cost
                steps[(row + 1) * width + column + 1] = step
            }
            above = current
        }
        return steps
    }
}
