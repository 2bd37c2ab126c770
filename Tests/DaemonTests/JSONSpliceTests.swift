import StrictJSON
import Testing

@testable import Daemon

@Suite("one member of a JSON text")
struct JSONSpliceTests {
    private static let path = ["servers", "upbeat"]
    private static let entry: JSON = ["command": "/u", "args": ["mcp"]]

    struct Case: CustomTestStringConvertible {
        var name: String
        var before: String
        var after: String
        /// What is left when the entry is taken out again; nil for the text of before.
        var left: String?

        var testDescription: String { name }
    }

    private static let long = """
        {
          "command": "/u",
          "args": [
            "mcp"
          ]
        }
        """

    /// `long` on lines that begin with this, the first left out.
    private static func entry(at indentation: String, unit: String = "  ", end: String = "\n") -> String {
        long.split(separator: "\n").enumerated().map { index, line in
            let content = line.drop { $0 == " " }
            let depth = (line.count - content.count) / 2
            return (index == 0 ? "" : indentation + String(repeating: unit, count: depth)) + content
        }.joined(separator: end)
    }

    static let cases = [
        Case(
            name: "an empty object", before: "{}", after: "{\n  \"servers\": {\n    \"upbeat\": \(entry(at: "    "))\n  }\n}",
            left: "{\n  \"servers\": {}\n}"),
        Case(
            name: "other servers, two spaces",
            before: "{\n  \"servers\": {\n    \"a\": {\"x\": 1.50}\n  },\n  \"z\": 1e3\n}\n",
            after: "{\n  \"servers\": {\n    \"a\": {\"x\": 1.50},\n    \"upbeat\": \(entry(at: "    "))\n  },\n  \"z\": 1e3\n}\n"),
        Case(
            name: "tabs", before: "{\n\t\"servers\": {\n\t\t\"a\": {}\n\t}\n}",
            after: "{\n\t\"servers\": {\n\t\t\"a\": {},\n\t\t\"upbeat\": \(entry(at: "\t\t", unit: "\t"))\n\t}\n}"),
        Case(
            name: "lines that end with CR LF", before: "{\r\n    \"servers\": {}\r\n}\r\n",
            after:
                "{\r\n    \"servers\": {\r\n        \"upbeat\": \(entry(at: "        ", unit: "    ", end: "\r\n"))\r\n    }\r\n}\r\n"),
        Case(
            name: "one line", before: #"{"servers":{"a":{"n":12345678901234567890.0}},"b":[1,2]}"#,
            after: #"{"servers":{"a":{"n":12345678901234567890.0},"upbeat":{"command":"/u","args":["mcp"]}},"b":[1,2]}"#),
        Case(
            name: "one line with blanks", before: #"{ "servers": { "a": 1 , "b": "}{\"," } }"#,
            after: #"{ "servers": { "a": 1 , "b": "}{\",", "upbeat": {"command":"/u","args":["mcp"]} } }"#),
        Case(
            name: "servers on one line in a text of many", before: "{\n  \"servers\": {\"a\": 1},\n  \"c\": [\n  ]\n}",
            after: "{\n  \"servers\": {\"a\": 1, \"upbeat\": {\"command\":\"/u\",\"args\":[\"mcp\"]}},\n  \"c\": [\n  ]\n}"),
        Case(
            name: "no servers, other members", before: "{\n   \"theme\": \"dark\"\n}\n",
            after:
                "{\n   \"theme\": \"dark\",\n   \"servers\": {\n      \"upbeat\": \(entry(at: "      ", unit: "   "))\n   }\n}\n",
            left: "{\n   \"theme\": \"dark\",\n   \"servers\": {}\n}\n"),
        Case(
            name: "escaped keys, letters of other scripts", before: "{\n  \"\\u0073ervers\": {\n    \"ü\\\"\": \"\\u007d\"\n  }\n}",
            after: "{\n  \"\\u0073ervers\": {\n    \"ü\\\"\": \"\\u007d\",\n    \"upbeat\": \(entry(at: "    "))\n  }\n}"),
        Case(
            name: "a text that begins with blank lines", before: "\n\n  {\"servers\": {\"a\": []}}  \n",
            after: "\n\n  {\"servers\": {\"a\": [], \"upbeat\": {\"command\":\"/u\",\"args\":[\"mcp\"]}}}  \n"),
    ]

    @Test("is added behind the others, in the text's own style, and taken out again", arguments: cases)
    func addedAndRemoved(_ example: Case) throws {
        let set = try JSONSplice(Array(example.before.utf8)).setting(Self.entry, at: Self.path)
        #expect(String(decoding: set, as: UTF8.self) == example.after)
        #expect(try JSONSplice(set).setting(Self.entry, at: Self.path) == set, "a second time changes nothing")
        let removed = try #require(try JSONSplice(set).removing(at: Self.path))
        #expect(String(decoding: removed, as: UTF8.self) == example.left ?? example.before)
        #expect(try JSONSplice(removed).removing(at: Self.path) == nil)
    }

    @Test("is replaced where it stands, and taken out from any place")
    func places() throws {
        let text = "{\n  \"servers\": {\n    \"upbeat\": 1,\n    \"b\": 2,\n    \"c\": 3\n  }\n}"
        let set = try JSONSplice(Array(text.utf8)).setting("new", at: Self.path)
        #expect(String(decoding: set, as: UTF8.self) == text.replacing("\"upbeat\": 1", with: "\"upbeat\": \"new\""))
        for (key, rest) in [
            ("upbeat", "\n    \"b\": 2,\n    \"c\": 3\n  "), ("b", "\n    \"upbeat\": 1,\n    \"c\": 3\n  "),
            ("c", "\n    \"upbeat\": 1,\n    \"b\": 2\n  "),
        ] {
            let left = try #require(try JSONSplice(Array(text.utf8)).removing(at: ["servers", key]))
            #expect(String(decoding: left, as: UTF8.self) == "{\n  \"servers\": {\(rest)}\n}")
        }
    }

    @Test(
        "what is no object is refused, and says where",
        arguments: [
            ("[]", [], "an array"), ("\"x\"", [], "a string"), (#"{"servers":[]}"#, ["servers"], "an array"),
            (#"{"servers":null}"#, ["servers"], "null"), (#"{"servers":"{}"}"#, ["servers"], "a string"),
        ])
    func shapes(_ text: String, _ place: [String], _ found: String) throws {
        let splice = try JSONSplice(Array(text.utf8))
        let wrong = JSONSplice.WrongShape(path: place, found: found)
        #expect(throws: wrong) { try splice.setting(Self.entry, at: Self.path) }
        #expect(throws: wrong) { try splice.removing(at: Self.path) }
        #expect(throws: wrong) { try splice.value(at: Self.path) }
    }

    @Test("random texts in random layouts: the meaning is what was wanted, and the rest stays to the byte")
    func random() throws {
        var random = SplitMix(state: 20_261_122)
        for _ in 0..<3000 {
            let text = random.text()
            let splice = try JSONSplice(Array(text.utf8))
            let set = try splice.setting(Self.entry, at: Self.path)
            var wanted = try #require(splice.root.objectValue)
            var servers = wanted["servers"]?.objectValue ?? [:]
            let before = servers["upbeat"]
            servers["upbeat"] = Self.entry
            wanted["servers"] = .object(servers)
            #expect(try JSON(parsing: set) == .object(wanted), "\(text)")
            guard before == nil, servers.count > 1 else { continue }
            #expect(try JSONSplice(set).removing(at: Self.path) == Array(text.utf8), "\(text)")
        }
    }

    /// Random numbers of a seed (SplitMix64).
    private struct SplitMix {
        var state: UInt64

        mutating func below(_ bound: UInt64) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % bound)
        }

        mutating func space() -> String { ["", "", " ", "\n", "\n  ", "\t", "\r\n    "][below(7)] }

        mutating func value(_ depth: Int) -> String {
            switch below(depth > 2 ? 5 : 7) {
            case 0: ["1", "-0.50", "1e5", "12345678901234567", "0"][below(5)]
            case 1: ["true", "false", "null"][below(3)]
            case 2: #""plain""#
            case 3: #""}{][,:\" \\ \u005c""#
            case 4: ["{}", "[]", "{ }", "[\n]"][below(4)]
            case 5: "[" + (0..<below(4)).map { _ in space() + value(depth + 1) + space() }.joined(separator: ",") + "]"
            default: object(["a", "b\\n", "ü", "servers"], depth + 1)
            }
        }

        mutating func object(_ keys: [String], _ depth: Int, servers: Bool = false) -> String {
            var members: [String] = []
            for key in keys where below(3) > 0 {
                let value = servers && key == "servers" ? object(["x", "upbeat", "y"], depth + 1) : value(depth)
                members.append("\(space())\"\(key)\"\(space()):\(space())\(value)\(space())")
            }
            return "{" + (members.isEmpty ? space() : members.joined(separator: ",")) + "}"
        }

        mutating func text() -> String { space() + object(["p", "servers", "q"], 0, servers: true) + space() }
    }
}
