import TandemTabular

/// The classes that files of predictions speak of, in one order for all of them.
struct ClassNames {
    /// Sorted: by value where all are numbers, else by Unicode.
    private(set) var names: [String]
    /// Whether all are numbers, so that distances between them mean something.
    let isNumeric: Bool

    /// The classes of these columns; numbers that are equal are one class, however written.
    init(_ columns: [[String]]) {
        let all = columns.flatMap { $0 }
        let numbers = all.map { Double($0) }
        isNumeric = !all.isEmpty && numbers.allSatisfy { $0?.isFinite == true }
        if isNumeric {
            var first: [Double: String] = [:]
            for (name, number) in zip(all, numbers) {
                if let number, first[number] == nil { first[number] = name }
            }
            names = first.keys.sorted().compactMap { first[$0] }
        } else {
            names = Set(all).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    /// Classes of which one alone occurred, with the one that is usually beside it.
    mutating func completePair() {
        let pairs = [
            ["0", "1"], ["-1", "1"], ["false", "true"], ["False", "True"], ["no", "yes"], ["negative", "positive"],
        ]
        guard names.count == 1, let pair = pairs.first(where: { $0.contains(names[0]) }) else { return }
        names = pair
    }

    /// The place of a class.
    func place(of name: String) -> Int? {
        if let place = names.firstIndex(of: name) { return place }
        guard isNumeric, let number = Double(name) else { return nil }
        return names.firstIndex { Double($0) == number }
    }

    /// A column with its values as places here; every name must be here.
    func codes(_ column: Codes) -> [Int32] {
        let places = column.names.map { Int32(place(of: $0) ?? -1) }
        return column.codes.map { $0 < 0 ? -1 : places[Int($0)] }
    }
}
