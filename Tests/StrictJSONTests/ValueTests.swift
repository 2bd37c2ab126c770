import StrictJSON
import Testing

struct ValueTests {
    @Test func equalityOfObjectsIgnoresOrder() {
        let left: JSON = ["a": 1, "b": ["c": nil, "d": 1.5]]
        let right: JSON = ["b": ["d": 1.5, "c": nil], "a": 1]
        #expect(left == right)
        #expect(left.hashValue == right.hashValue)
        #expect(left != ["a": 1])
        #expect((["a": 1] as JSON) != left)
        #expect(JSON.integer(1) != .number(1))
    }

    @Test func stringsAreEqualByBytes() {
        #expect(JSON.string("\u{e9}") != .string("e\u{301}"))
        #expect(JSON.string("\u{212B}") != .string("A\u{30A}"))
    }

    @Test func membersKeepTheirOrderInSmallAndLargeObjects() {
        for count in [3, 11, 12, 13, 500] {
            var object = JSONObject()
            for number in 0..<count {
                let appended = object.append("k\(number)", .integer(Int64(number)))
                #expect(appended)
            }
            let repeated = object.append("k1", nil)
            #expect(!repeated)
            #expect(object.keys == (0..<count).map { "k\($0)" })
            #expect(object["k\(count - 1)"] == .integer(Int64(count - 1)))
            object["k0"] = nil
            object["k1"] = "new"
            object["last"] = true
            #expect(object.count == count)
            #expect(object["k0"] == nil)
            #expect(object["k2"] == 2)
            #expect(object.first?.value == "new")
            #expect(object.keys.last == "last")
        }
    }

    static let texts: [(JSON, String)] = [
        (nil, "null"), (1, "1"), (1.0, "1.0"), (0.1, "0.1"), (1e300, "1e+300"), (-0.0, "-0.0"), (.number(.infinity), "null"),
        (.number(.nan), "null"), ("a/b\"\\", #""a/b\"\\""#), ("\u{0}\u{1f}\u{7f}\n\u{8}", #""\u0000\u001f"# + "\u{7f}" + #"\n\b""#),
        ("\u{2028}é😀", "\"\u{2028}é😀\""), ([], "[]"), ([:], "{}"), (["b": [1, "x"], "a": false], #"{"b":[1,"x"],"a":false}"#),
    ]

    @Test(arguments: texts.indices)
    func serializesMinimally(index: Int) {
        let (value, text) = Self.texts[index]
        #expect(value.serialized() == text)
    }

    @Test func prettyTextIndentsByTwo() {
        let value: JSON = ["a": [1, []], "b": [:]]
        #expect(value.serialized(pretty: true) == "{\n  \"a\": [\n    1,\n    []\n  ],\n  \"b\": {}\n}")
    }

    @Test func nearestFindsTyposAndNothingElse() {
        let names = ["prompt", "priority", "runner", "at"]
        #expect(nearest("priorty", in: names) == "priority")
        #expect(nearest("rpompt", in: names) == "prompt")
        #expect(nearest("Runner", in: names) == "runner")
        #expect(nearest("ta", in: names) == "at")
        #expect(nearest("zone", in: names) == nil)
        #expect(nearest("", in: names) == nil)
        #expect(nearest(String(repeating: "a", count: 100_000), in: names) == nil)
    }
}
