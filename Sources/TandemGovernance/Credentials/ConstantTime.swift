/// Comparison whose duration does not tell where two secrets differ.
public enum ConstantTime {
    /// Whether two byte strings are equal; looks at every byte whatever the first ones were.
    public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for (a, b) in zip(left, right) { difference |= a ^ b }
        return difference == 0
    }

    /// Whether two texts have the same UTF-8 bytes.
    public static func equal(_ left: String, _ right: String) -> Bool {
        equal(Array(left.utf8), Array(right.utf8))
    }
}
