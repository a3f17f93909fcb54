/// Numbers inside SVG: a point for decimals whatever the locale, never an exponent, never "nan".
enum PlotNumber {
    /// The number rounded to `decimals` places (0 to 6); values that are not finite become 0.
    static func text(_ value: Double, decimals: Int = 1) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "0" }
        let places = min(max(decimals, 0), 6)
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + String(scaled) }
        let fraction = String(scaled % scale)
        let padding = String(repeating: "0", count: places - fraction.count)
        return sign + String(scaled / scale) + "." + padding + fraction
    }
}
