import ControlPlane
import MCPServer
import Pulses
import StrictJSON
import TestSupport
import Testing

@Suite struct ResourceTests {
    private let house = House()

    private func read(_ uri: JSON) async throws -> JSON {
        let answer = await house.send(modern("resources/read", ["uri": uri]))
        let result = try #require(answer["result"], "\(answer)")
        #expect(result["resultType"] == "complete" && result["ttlMs"] == 0 && result["cacheScope"] == "private")
        let content = try #require(result["contents"]?.arrayValue?.first)
        #expect(content["uri"] == uri && content["mimeType"] == "application/json")
        return try JSON(parsing: content["text"]?.stringValue ?? "")
    }

    @Test func resourcesHoldWhatTheyAreNamedFor() async throws {
        let long = String(repeating: "long ", count: 4000)
        _ = try await house.ask("pulse_schedule", ["prompt": .string(long), "in": "1s"])
        _ = try await house.ask("pulse_schedule", ["prompt": .string(long), "every": "1h", "name": "hourly"])
        #expect(try await read("upbeat://upcoming").ids.prefix(2) == ["1", "hourly"])
        #expect(try await read("upbeat://pulses/1")["item"]?["what"] == .string(long))
        #expect(try await read("upbeat://pulses/hourly")["item"]?["what"] == .string(long))
        house.clock.advance(by: .seconds(1))
        let key = try #require(try await house.turn().first)
        house.output.set("hello", of: key)
        #expect(try await read("upbeat://attempts/1.1")["attempt"]?["output"] == "hello")
        #expect(try await read("upbeat://pulses/1")["attempts"] == ["1.1"])
    }

    @Test(arguments: [
        "", "upbeat:", "upbeat://", "upbeat://upcoming/", "UPBEAT://upcoming", "upbeat://pulses", "upbeat://pulses/", "upbeat://pulses/1/2",
        "upbeat://pulses/01", "upbeat://pulses/-1", "upbeat://pulses/99999999999999999999", "upbeat://pulses/../upcoming",
        "upbeat://pulses/a%20b",
        "upbeat://attempts/1", "upbeat://attempts/1.", "upbeat://attempts/1.0", "upbeat://attempts/1.1.1", "upbeat://attempts/1.2",
        "upbeat://pulses/9",
        "upbeat://pulses/none", "file:///etc/passwd",
    ]) func whatIsNotThereIsToldByTheRulesOfItsEra(_ uri: String) async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"])
        let newer = await house.send(modern("resources/read", ["uri": .string(uri)]))
        #expect(newer.code == -32602 && newer["error"]?["data"]?["uri"] == .string(uri))
        #expect(await house.send(legacy("resources/read", ["uri": .string(uri)])).code == -32002)
    }

    @Test func aResourceHasAName() async {
        for params: JSONObject in [[:], ["uri": 1], ["uri": .null], ["uri": ["upbeat://upcoming"]]] {
            #expect(await house.send(modern("resources/read", params)).code == -32602)
        }
    }

    @Test func listsNameWhatCanBeRead() async throws {
        let list = try #require(await house.send(modern("resources/list"))["result"]?["resources"]?.arrayValue)
        #expect(list.compactMap { $0["uri"]?.stringValue } == ["upbeat://upcoming"])
        let templates = try #require(await house.send(modern("resources/templates/list"))["result"]?["resourceTemplates"]?.arrayValue)
        #expect(templates.compactMap { $0["uriTemplate"]?.stringValue } == ["upbeat://pulses/{id}", "upbeat://attempts/{id}"])
    }

    @Test func promptsAreTextsToBeginWith() async throws {
        let list = try #require(await house.send(modern("prompts/list"))["result"]?["prompts"]?.arrayValue)
        #expect(list.compactMap { $0["name"]?.stringValue } == ["plan-my-day", "review-wake-ups"])
        for (name, argument) in [("plan-my-day", "focus"), ("review-wake-ups", "since")] {
            let params: JSONObject = [
                "name": .string(name), "arguments": .object(JSONObject([(argument, JSON.string("7d, the release"))])),
            ]
            let result = try #require(await house.send(modern("prompts/get", params))["result"])
            let message = try #require(result["messages"]?.arrayValue?.first)
            #expect(message["role"] == "user" && message["content"]?["text"]?.stringValue?.contains("7d, the release") == true)
            #expect(await house.send(legacy("prompts/get", ["name": .string(name)]))["result"]?["messages"]?.arrayValue?.count == 1)
        }
        let long = JSON.string(String(repeating: "x", count: 2001))
        let arguments: [JSON] = [["x": "y"], ["focus": 1], [], "x", ["focus": long]]
        let wrong: [JSONObject] =
            [[:], ["name": "plan"], ["name": 1]] + arguments.map { given -> JSONObject in ["name": "plan-my-day", "arguments": given] }
        for params in wrong { #expect(await house.send(modern("prompts/get", params)).code == -32602, "\(params)") }
    }
}
