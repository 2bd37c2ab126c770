import StrictJSON
import Testing

private enum Priority: String, CaseIterable {
    case low, normal, high
}

struct ReaderTests {
    @Test func readsEachKindOfField() throws {
        let body: JSON = [
            "text": "x", "count": 3, "whole": 2.0, "ratio": 0.5, "flag": true, "tags": ["a", "b"], "env": ["K": "v"], "priority": "high",
            "mode": "fast", "nested": ["id": 7], "list": [["n": 1], ["n": 2]], "raw": [nil], "gone": nil,
        ]
        var reader = JSONReader(body)
        let text = reader.required("text", as: .string)
        #expect(text == "x")
        let count = reader.required("count", as: .integer(in: 1...5))
        #expect(count == 3)
        let whole = reader.required("whole", as: .integer)
        #expect(whole == 2)
        let ratio = reader.required("ratio", as: .number)
        #expect(ratio == 0.5)
        let flag = reader.required("flag", as: .bool)
        #expect(flag == true)
        let tags = reader.required("tags", as: .stringArray)
        #expect(tags == ["a", "b"])
        let env = reader.required("env", as: .stringMap)
        #expect(env == ["K": "v"])
        let priority = reader.required("priority", as: .oneOf(Priority.self))
        #expect(priority == .high)
        let mode = reader.required("mode", as: .oneOf(["fast", "slow"]))
        #expect(mode == "fast")
        let nested = reader.requiredObject("nested") { $0.required("id", as: .integer) }
        #expect(nested == 7)
        let list = reader.optionalObjects("list") { $0.required("n", as: .integer) }
        #expect(list == [1, 2])
        let raw = reader.optional("raw", as: .any)
        #expect(raw == [nil])
        let gone = reader.optional("gone", as: .string)
        #expect(gone == nil)
        let absent = reader.optional("absent", as: .integer)
        #expect(absent == nil)
        #expect(!reader.has("gone"))
        try reader.finish(unknown: .refuse)
    }

    @Test func collectsEveryErrorWithItsPointer() throws {
        let body: JSON = [
            "prompt": 5, "priorty": "high", "tags": ["a", 1, true], "env": ["A/B~": 1], "mode": "fats", "count": 9,
            "retry": ["atempts": 3], "list": [["n": "x"], 3], "null": nil, "half": 1.5,
        ]
        var reader = JSONReader(body)
        _ = reader.required("prompt", as: .string)
        _ = reader.optional("priority", as: .oneOf(Priority.self))
        _ = reader.optional("tags", as: .stringArray)
        _ = reader.optional("env", as: .stringMap)
        _ = reader.optional("mode", as: .oneOf(["fast", "slow"]))
        _ = reader.optional("count", as: .integer(in: 1...5))
        _ = reader.optionalObject("retry") { $0.optional("attempts", as: .integer) }
        _ = reader.optionalObjects("list") { $0.required("n", as: .integer) }
        _ = reader.required("missing", as: .bool)
        _ = reader.required("null", as: .bool)
        _ = reader.optional("half", as: .integer)
        reader.fail("prompt", "is too short")
        let error = #expect(throws: JSONFieldErrors.self) { try reader.finish(unknown: .refuse) }
        #expect(
            error?.errors.map(\.description) == [
                "/prompt: expected a string, got a number",
                "/tags/1: expected a string, got a number",
                "/tags/2: expected a string, got a boolean",
                "/env/A~1B~0: expected a string, got a number",
                "/mode: unknown value \"fats\", expected one of \"fast\", \"slow\"; did you mean \"fast\"?",
                "/count: 9 is out of range, expected 1 to 5",
                "/list/0/n: expected an integer, got a string",
                "/list/1: expected an object, got a number",
                "/missing: required field \"missing\" is missing",
                "/null: required field \"null\" is null",
                "/half: expected an integer, got a number",
                "/prompt: is too short",
                "/priorty: unknown field \"priorty\"; did you mean \"priority\"?",
                "/retry/atempts: unknown field \"atempts\"; did you mean \"attempts\"?",
            ])
    }

    @Test func unknownFieldsCanBeIgnored() throws {
        var reader = JSONReader(["a": 1, "inner": ["b": 2]] as JSON)
        _ = reader.optionalObject("inner") { $0.optional("c", as: .integer) }
        try reader.finish(unknown: .ignore)
    }

    @Test func aDocumentThatIsNoObjectIsAnError() {
        var reader = JSONReader([1] as JSON)
        let error = #expect(throws: JSONFieldErrors.self) { try reader.finish(unknown: .refuse) }
        #expect(error?.description == "expected an object, got an array")
    }
}
