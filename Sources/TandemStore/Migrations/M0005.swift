extension Migration {
    static let m0005 = Migration(5, "empty", "")
}
