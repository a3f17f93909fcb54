extension Table {
    /// Columns that were read as texts, as a typed frame for learners: the types are told from the values.
    ///
    /// A column whose values are all decimal numbers is numeric; one with at most `categories` different values, or whose
    /// values are single words that repeat, is a category; everything else is text. An empty field is missing. Say a
    /// column's type in `types` where the guess would be wrong, such as codes that look like numbers.
    ///
    /// Throws `JSONError` for a name that stands twice.
    ///
    /// - Precondition: the columns were asked for as texts.
    public func frame(
        _ names: [String], types: [String: ColumnType] = [:], categories: Int = 30
    )
        throws(JSONError) -> Frame
    {
        var columns: [Column] = []
        var data: [ColumnData] = []
        for name in names {
            let values = texts(name)
            let (type, column) = Self.typed(values, as: types[name], categories: categories)
            columns.append(Column(name, type))
            data.append(column)
        }
        return Frame(schema: try Schema(columns), rowCount: rowCount, columns: data)
    }

    private static func typed(
        _ values: [String], as said: ColumnType?, categories: Int
    ) -> (ColumnType, ColumnData) {
        if said == nil || said == .number, let numbers = numbers(values) { return (.number, .numbers(numbers)) }
        if said == .category || (said == nil && looksCategorical(values, categories)) {
            return (.category, coded(values))
        }
        return (.text, .texts(values.map { $0.isEmpty ? nil : $0 }))
    }

    private static func numbers(_ values: [String]) -> [Double]? {
        var numbers: [Double] = []
        numbers.reserveCapacity(values.count)
        for value in values {
            guard !value.isEmpty else {
                numbers.append(.nan)
                continue
            }
            var value = value
            guard let number = value.withUTF8({ DecimalNumber.parse($0) }) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    private static func looksCategorical(_ values: [String], _ most: Int) -> Bool {
        let distinct = Set(values)
        return distinct.count <= most
            || (distinct.count * 5 <= values.count && distinct.allSatisfy { !$0.contains(" ") })
    }

    private static func coded(_ values: [String]) -> ColumnData {
        var places: [String: Int32] = [:]
        var names: [String] = []
        let codes = values.map { value -> Int32 in
            guard !value.isEmpty else { return -1 }
            if let known = places[value] { return known }
            let code = Int32(names.count)
            places[value] = code
            names.append(value)
            return code
        }
        return .categories(codes: codes, names: names)
    }
}
