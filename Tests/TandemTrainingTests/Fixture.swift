import Foundation

/// Reads a JSON file that a script under scripts/reference wrote into this target's `Fixtures` folder.
func fixture<Value: Decodable>(_ name: String, as type: Value.Type = Value.self) throws -> Value {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
    return try JSONDecoder().decode(Value.self, from: Data(contentsOf: folder.appendingPathComponent(name + ".json")))
}

/// Whether two numbers agree to the relative tolerance (absolutely near zero).
func agree(_ a: Double, _ b: Double, to tolerance: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * max(abs(a), abs(b)) || (abs(a) < 1e-300 && abs(b) < 1e-300)
}
