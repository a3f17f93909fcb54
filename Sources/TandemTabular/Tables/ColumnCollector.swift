/// Takes the values of one column, field by field.
struct ColumnCollector: Sendable {
    let request: ColumnRequest
    private var interner = Interner()
    private var codes: [Int32] = []
    private var names: [String] = []
    private var numbers: [Double] = []
    private var texts: [String] = []

    init(request: ColumnRequest) { self.request = request }

    /// Takes a field's bytes and says what is wrong with them, or nil.
    ///
    /// `isMissing` tells a field with nothing in it, not even quotes.
    mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, isMissing: Bool) -> (RowProblem.Code, String)? {
        if isMissing {
            takeMissing()
            return request.isRequired ? (.missingValue, "a value is required") : nil
        }
        switch request.kind {
        case .codes:
            let (code, isNew) = interner.code(of: bytes)
            codes.append(code)
            guard isNew else { return nil }
            let name = String(validating: bytes, as: UTF8.self)
            names.append(name ?? "")
            return name == nil ? (.invalidUTF8, "the field is not UTF-8") : nil
        case .numbers:
            let number = DecimalNumber.parse(bytes)
            numbers.append(number ?? .nan)
            return number == nil ? (.wrongType, "expected a number, found \"\(Self.shown(bytes))\"") : nil
        case .texts:
            let text = String(validating: bytes, as: UTF8.self)
            texts.append(text ?? "")
            return text == nil ? (.invalidUTF8, "the field is not UTF-8") : nil
        }
    }

    private mutating func takeMissing() {
        switch request.kind {
        case .codes: codes.append(-1)
        case .numbers: numbers.append(.nan)
        case .texts: texts.append("")
        }
    }

    /// The collected values.
    var column: Table.Values {
        switch request.kind {
        case .codes: .codes(Codes(codes: codes, names: names))
        case .numbers: .numbers(numbers)
        case .texts: .texts(texts)
        }
    }

    private static func shown(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes.prefix(40), as: UTF8.self) + (bytes.count > 40 ? "…" : "")
    }
}
