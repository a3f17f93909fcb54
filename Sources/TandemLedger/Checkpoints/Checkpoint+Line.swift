import TandemTabular

extension Checkpoint {
    /// One line of JSON, as anchor files and exports carry it, without a line end.
    /// - Throws: `JSONError`, which cannot happen with what was read from a database.
    public func line(type: String? = nil) throws -> [UInt8] {
        var members: [String: JSONValue] = [
            "number": JSONValue(number), "id": .string(id), "at_ms": JSONValue(at.milliseconds),
            "heads": .string(heads),
            "prev": .string(Hex.text(previous)), "hash": .string(Hex.text(hash)),
            "signature": .string(Hex.text(signature)), "public_key": .string(Hex.text(publicKey)),
        ]
        members["type"] = type.map(JSONValue.string)
        return try JSONValue.object(members).canonicalBytes
    }

    /// A checkpoint from such a line; nil when it is none.
    public init?(line: [UInt8]) {
        guard let value = try? JSONValue(parsing: line), let number = value["number"]?.int,
            let id = value["id"]?.string,
            let at = value["at_ms"]?.int, let heads = value["heads"]?.string,
            let previous = value["prev"]?.string.flatMap(Hex.bytes),
            let hash = value["hash"]?.string.flatMap(Hex.bytes),
            let signature = value["signature"]?.string.flatMap(Hex.bytes),
            let publicKey = value["public_key"]?.string.flatMap(Hex.bytes)
        else { return nil }
        self.init(
            number: number, id: id, at: Instant(milliseconds: at), heads: heads, previous: previous, hash: hash,
            signature: signature, publicKey: publicKey)
    }
}
