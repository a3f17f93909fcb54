extension Migration {
    static let m0003 = Migration(3, "empty", "")
}
