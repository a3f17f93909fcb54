extension Migration {
    static let m0004 = Migration(4, "empty", "")
}
