extension Migration {
    static let m0001 = Migration(1, "empty", "")
}
