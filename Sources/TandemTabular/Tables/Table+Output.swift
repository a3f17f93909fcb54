extension Table {
    /// A column as it was read, ready to be written again.
    ///
    /// - Precondition: the column was asked for.
    public func output(_ name: String) -> OutputTable.Values {
        switch columns[name] {
        case .codes(let codes): .codes(codes.codes, names: codes.names)
        case .numbers(let numbers): .numbers(numbers)
        case .texts(let texts): .texts(texts)
        case nil: preconditionFailure("\(name) was not read")
        }
    }
}
