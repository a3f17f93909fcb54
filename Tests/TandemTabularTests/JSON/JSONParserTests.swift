import TandemNumerics
import TandemTabular
import Testing

@Suite struct JSONParserTests {
    private func failure(_ text: String) -> JSONError? { failure(Array(text.utf8)) }
    private func failure(_ bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) { _ = try JSONValue(parsing: bytes) } catch { return error }
        return nil
    }

    @Test func `a document of every kind is read`() throws {
        let text =
            #" {"a":[1,-2.5,3e2,true,false,null],"b":{"c":"x\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀"},"d":{},"e":[ ]} "#
        let value = try JSONValue(parsing: text)
        #expect(value["a"] == [1, -2.5, 300, true, false, nil])
        #expect(value["b"]?["c"]?.string == "x\"\\/\u{8}\u{c}\n\r\té😀é😀")
        #expect(value["d"] == [:])
        #expect(value["e"] == [])
        #expect(value["a"]?[0]?.int == 1)
        #expect(value["a"]?[1]?.int == nil)
        #expect(value["missing"] == nil)
    }

    @Test(arguments: [
        ("", JSONError.Reason.endedEarly, 0), ("[1,", .endedEarly, 3), (#"{"a""#, .endedEarly, 4),
        (#""ab"#, .endedEarly, 3),
        ("[1,]", .unexpectedByte, 3), ("{,}", .unexpectedByte, 1), ("[1 2]", .unexpectedByte, 3),
        ("tru", .endedEarly, 3),
        ("trux", .unexpectedByte, 3), ("1 2", .trailingBytes, 2), ("NaN", .badNumber, 0), ("Infinity", .badNumber, 0),
        ("01", .badNumber, 1), (".5", .badNumber, 0), ("1.", .badNumber, 2), ("+1", .badNumber, 0),
        ("-", .endedEarly, 1),
        ("1e", .endedEarly, 2), ("1e999", .numberOutOfRange, 0), (#"{"a":1,"a":2}"#, .duplicateKey, 7),
        (#""\ud800""#, .loneSurrogate, 1), (#""\ud800\u0041""#, .loneSurrogate, 1), (#""\udc00""#, .loneSurrogate, 1),
        (#""\x""#, .badEscape, 2), (#""\u12g4""#, .badEscape, 5), ("\"a\nb\"", .controlCharacter, 2),
        ("\u{FEFF}1", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0),
    ])
    func `what is not strict JSON is refused at its byte`(text: String, reason: JSONError.Reason, offset: Int) {
        let error = failure(text)
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
    }

    @Test func `invalid UTF-8 is refused at its byte`() {
        #expect(failure([0x22, 0x61, 0xFF, 0x22]) == JSONError(.invalidUTF8, at: 2))
        #expect(failure([0x22, 0xC3, 0x22])?.reason == .invalidUTF8)
        #expect(failure([0x22, 0x5C, 0x6E, 0xED, 0xA0, 0x80, 0x22])?.reason == .invalidUTF8)
    }

    @Test func `nesting is accepted to depth 128 and refused beyond`() {
        let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(failure(deep) == nil)
        #expect(failure("[" + deep + "]")?.reason == .tooDeep)
        #expect(failure(String(repeating: "[", count: 1_000_000))?.reason == .tooDeep)
    }

    @Test func `numbers are the nearest doubles`() throws {
        var random = SplitMix64(seed: 1)
        for _ in 0..<20_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            #expect(try JSONValue(parsing: "\(number)").number == number)
        }
        for text in [
            "9007199254740993", "0.1", "1e22", "1e23", "5e-324", "123456789012345678901234567890", "0.000001", "-0",
        ] {
            #expect(try JSONValue(parsing: text).number == Double(text))
        }
    }

    @Test func `random bytes never crash the parser and random values survive a round trip`() throws {
        var random = SplitMix64(seed: 2)
        let alphabet = Array(#"{}[]",:\u0123456789abcdeE+-.tfn "#.utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<random.below(24)).map { _ in alphabet[random.below(alphabet.count)] }
            if let value = try? JSONValue(parsing: bytes) {
                #expect(try JSONValue(parsing: value.canonicalBytes) == value)
            }
        }
        for _ in 0..<500 {
            let value = randomValue(&random, depth: 4)
            #expect(try JSONValue(parsing: value.canonicalBytes) == value)
        }
    }

    private func randomValue(_ random: inout SplitMix64, depth: Int) -> JSONValue {
        switch random.below(depth == 0 ? 4 : 6) {
        case 0: return .null
        case 1: return .bool(random.below(2) == 0)
        case 2: return .number(random.normal() * 1e6)
        case 3: return .string(randomText(&random))
        case 4: return .array((0..<random.below(4)).map { _ in randomValue(&random, depth: depth - 1) })
        default:
            var members: [String: JSONValue] = [:]
            for _ in 0..<random.below(4) { members[randomText(&random)] = randomValue(&random, depth: depth - 1) }
            return .object(members)
        }
    }

    private func randomText(_ random: inout SplitMix64) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<random.below(6) {
            if let scalar = Unicode.Scalar(UInt32(random.below(0x3000))) { text.append(scalar) }
        }
        return String(text)
    }
}
