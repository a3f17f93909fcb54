extension Migration {
    static let m0002 = Migration(2, "empty", "")
}
