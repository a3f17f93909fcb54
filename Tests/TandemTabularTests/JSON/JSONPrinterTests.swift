import TandemTabular
import Testing

@Suite struct JSONPrinterTests {
    @Test func `keys are sorted by Unicode scalars and numbers are shortest`() throws {
        let value: JSONValue = ["b": 1, "a": 2.5, "\u{FB33}": nil, "\u{1F600}": true, "B": [1e21, 1e-7, -0.0, 0.1]]
        #expect(
            try value.canonicalString
                == "{\"B\":[1e+21,1e-07,0,0.1],\"a\":2.5,\"b\":1,\"\u{FB33}\":null,\"\u{1F600}\":true}")
    }

    @Test func `whole numbers below two to the 53 carry no point`() throws {
        #expect(try JSONValue.number(9_007_199_254_740_991).canonicalString == "9007199254740991")
        #expect(try JSONValue.number(-3).canonicalString == "-3")
    }

    @Test func `only what must be escaped is escaped`() throws {
        #expect(try JSONValue.string("\"\\/\u{1}\n\u{7f}é").canonicalString == "\"\\\"\\\\/\\u0001\\n\u{7f}é\"")
    }

    @Test func `NaN and infinity are never printed`() {
        #expect(throws: JSONError(.numberOutOfRange, detail: "nan")) {
            try JSONValue.array([.number(.nan)]).canonicalBytes
        }
        #expect(throws: JSONError.self) { try JSONValue.number(.infinity).canonicalString }
        #expect(JSONValue(finiteOrNull: .nan) == .null)
    }

    @Test func `members can be set and removed`() {
        var value: JSONValue = ["a": 1]
        value["b"] = "x"
        value["a"] = nil
        #expect(value == ["b": "x"])
    }
}
