import StrictJSON
import Testing

/// Cases in the manner of JSONTestSuite (y_ and n_), written for this parser.
struct SyntaxTableTests {
    static let accepted: [(String, JSON)] = [
        ("null", nil), ("true", true), ("false", false), (" \t\r\n1 \n", 1), ("0", 0), ("-0", 0), ("-1", -1),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("-9223372036854775809e0", .number(-9_223_372_036_854_775_808)),
        ("18446744073709551616", .number(18_446_744_073_709_551_616)),
        ("1" + String(repeating: "0", count: 22), .number(1e22)),
        ("1.0", .number(1)), ("1e3", .number(1000)), ("1E+2", .number(100)), ("1.5e-1", .number(0.15)), ("-0.0", .number(0)),
        ("0e1", .number(0)), ("1e-400", .number(0)), ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
        ("5e-324", .number(.leastNonzeroMagnitude)), ("\"\"", ""), ("\"abc\"", "abc"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (#""\u0041\u00e9\u20AC""#, "A\u{e9}\u{20ac}"), (#""\uD83D\uDE00""#, "\u{1F600}"), (#""\u0000""#, "\0"),
        ("\"\u{7f}\"", "\u{7f}"), ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), ("\"\u{10ffff}\"", "\u{10ffff}"),
        (#""\uFFFF""#, "\u{ffff}"),
        ("\"\u{feff}\"", "\u{feff}"), ("[]", []), ("[ ]", []), ("[1,2 , 3]", [1, 2, 3]), ("[[[]]]", [[[]]]), ("{}", [:]), ("{ }", [:]),
        (#"{"a":1,"b":[null]}"#, ["a": 1, "b": [nil]]), (#"{"":0}"#, ["": 0]), (#"{ "a" : { "a" : 1 } }"#, ["a": ["a": 1]]),
        (#"{"\u0061":1,"A":2}"#, ["a": 1, "A": 2]), ("{\"\u{e9}\":1,\"e\u{301}\":2}", ["\u{e9}": 1, "e\u{301}": 2]),
    ]

    @Test(arguments: accepted.indices)
    func acceptsWhatTheGrammarAllows(index: Int) throws {
        let (text, expected) = Self.accepted[index]
        #expect(try JSON(parsing: text) == expected)
    }

    static let refused: [String] = [
        "", " ", "\n\t", "nul", "nulll", "True", "tru", "truefalse", "NaN", "Infinity", "-Infinity", "-", "--1", "+1", ".5", "1.", "1.e1",
        "01", "-01", "00", "1e", "1e+", "1E-", "0x10", "1_000", "1a", "1 2", "1e400", "-1e400", "9223372036854775809", "1.5.5",
        String(repeating: "9", count: 400), "\"", "\"abc", "'a'", "\"\\", "\"\\x41\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\U0041\"",
        #""\uD800""#, #""\uDC00""#, #""\uD800\u0041""#, #""\uD800\n""#, #""\uD800\uD800""#, #""\uDC00\uD800""#, "\"\u{0}\"", "\"\n\"",
        "\"\t\"", "\"\u{1f}\"", "[", "]", "[1", "[1,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1:2]", "[}", "{", "}", "{\"a\"", "{\"a\":",
        "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\" 1}", "{\"a\",1}", "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"a\":1}", #"{"a":1,"\u0061":2}"#, "[] []", "{}x", "1,", "/* c */ 1", "// c\n1", "1 #", "\u{feff}1", "\u{a0}1", "\u{c}1",
        "[1]\0", "é", "\\u0031",
    ]

    @Test(arguments: refused)
    func refusesWhatTheGrammarForbids(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
    }

    static let malformedUTF8: [[UInt8]] = [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
        [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
        [0xFF], [0xFE], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ]

    @Test(arguments: malformedUTF8)
    func refusesMalformedUTF8InAndOutOfStrings(bytes: [UInt8]) throws {
        let inString = [0x22, 0x61] + bytes + [0x22]
        let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: inString) }
        #expect(error?.kind == .invalidUTF8)
        #expect(error?.offset == 2)
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: [0x5B] + bytes + [0x5D]) }
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: [0x22] + bytes) }
    }

    @Test func namesKindAndPlaceOfAnError() throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: "{\n  \"é\": 01\n}") }
        #expect(error?.kind == .invalidNumber(expected: "no leading zero"))
        #expect(error?.offset == 10)
        #expect(error?.line == 2)
        #expect(error?.column == 8)
        #expect(error?.description == "invalid JSON at line 2, column 8 (byte 10): the number is malformed, expected no leading zero")
    }

    @Test(arguments: [
        ("", JSONSyntaxError.Kind.emptyInput), ("\u{feff}{}", .byteOrderMark), ("[1e999]", .numberOutOfRange("1e999")),
        (#"{"k":1,"k":2}"#, .duplicateKey("k")), (#"["\uD834"]"#, .loneSurrogate), (#"["\q"]"#, .invalidEscape),
        ("[1]x", .trailingContent), ("[", .unexpectedEnd(expected: "a value")), ("\"\u{1}\"", .controlCharacter(1)),
        ("[1;", .unexpectedByte(0x3B, expected: "`,` or `]`")),
    ])
    func eachMistakeHasItsKind(text: String, kind: JSONSyntaxError.Kind) {
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: text) }
        do {
            _ = try JSON(parsing: text)
        } catch {
            #expect(error.kind == kind)
            #expect(error.description.contains("expected"))
        }
    }

    @Test func depthIsBounded() throws {
        func nested(_ depth: Int, _ open: String, _ close: String) -> String {
            String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
        }
        #expect(throws: Never.self) { try JSON(parsing: nested(64, "[", "]")) }
        #expect(throws: Never.self) { try JSON(parsing: nested(64, "{\"a\":", "}")) }
        let error = #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(65, "[", "]")) }
        #expect(error?.kind == .tooDeep(maximum: 64))
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(65, "{\"a\":", "}")) }
        for maximum in [64, 512, Int.max] {
            #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(10_000, "[", "]"), maximumDepth: maximum) }
            #expect(throws: JSONSyntaxError.self) { try JSON(parsing: nested(10_000, "{\"a\":", "}"), maximumDepth: maximum) }
        }
        #expect(throws: Never.self) { try JSON(parsing: nested(512, "[", "]"), maximumDepth: .max) }
    }

    @Test func bytesWithoutContiguousStorageAreReadTheSame() throws {
        let bytes = sequence(state: Array("[1,2]".utf8)) { $0.isEmpty ? nil : $0.removeFirst() }
        #expect(try JSON(parsing: bytes) == [1, 2])
    }
}
