import StrictJSON
import TestSupport
import Testing

/// What hosts can take of a list of tools (field notes on hosts: root composition and missing `properties` lose all tools).
@Suite struct ToolListTests {
    private let house = House()

    private func tools() async throws -> [JSON] {
        try #require(await house.send(modern("tools/list"))["result"]?["tools"]?.arrayValue)
    }

    @Test func theListIsShortAndAlwaysTheSame() async throws {
        let list = try #require(await house.send(modern("tools/list"))["result"])
        #expect(bytes(list).count < 24_000)
        // As programs write it that put a blank behind each comma and colon.
        let blanks = bytes(list).count { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":") }
        #expect(bytes(list).count + blanks < 24_000)
        #expect(await house.send(modern("tools/list"))["result"] == list)
        #expect(
            try await tools().compactMap { $0["name"]?.stringValue } == [
                "pulse_schedule", "pulse_list", "pulse_get", "pulse_update", "pulse_cancel", "pulse_status", "pulse_wait", "pulse_report",
            ])
    }

    @Test func everyToolIsDescribed() async throws {
        for tool in try await tools() {
            let name = try #require(tool["name"]?.stringValue)
            #expect(name.utf8.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 == 0x5F } && name.utf8.count <= 128)
            #expect(tool["title"]?.stringValue?.isEmpty == false && tool["description"]?.stringValue?.count ?? 0 > 80)
            let hints = try #require(tool["annotations"]?.objectValue)
            #expect(Set(hints.keys) == ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"])
            for key in ["inputSchema", "outputSchema"] {
                let schema = try #require(tool[key])
                #expect(schema["type"] == "object" && schema["properties"]?.objectValue != nil && schema["additionalProperties"] == false)
                for word in ["oneOf", "anyOf", "allOf", "not", "$ref", "if"] { #expect(!schema.serialized().contains("\"\(word)\"")) }
            }
            for (argument, schema) in try #require(tool["inputSchema"]?["properties"]?.objectValue) {
                #expect(schema["description"]?.stringValue?.isEmpty == false, "\(name).\(argument)")
                #expect(schema["type"] != "object", "\(name).\(argument) is not flat")
            }
        }
    }

    @Test func whatOnlyReadsIsMarkedSo() async throws {
        let reading = try await tools().filter { $0["annotations"]?["readOnlyHint"] == true }.compactMap { $0["name"]?.stringValue }
        #expect(reading == ["pulse_list", "pulse_get", "pulse_status", "pulse_wait"])
        let destroying = try await tools().filter { $0["annotations"]?["destructiveHint"] == true }.compactMap { $0["name"]?.stringValue }
        #expect(destroying == ["pulse_update", "pulse_cancel"])
    }

    @Test func whatOnlyReadsChangesNothing() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h", "key": "a"])
        _ = try await house.ask("pulse_schedule", ["prompt": "y", "every": "1h", "name": "hourly"])
        let before = try await house.store.events(after: 0, limit: 1000)
        for (tool, arguments) in [
            ("pulse_list", [:]), ("pulse_get", ["id": "1"]), ("pulse_get", ["id": "hourly"]), ("pulse_status", [:]),
            ("pulse_list", ["within": "2h"]),
            ("pulse_cancel", ["key": "a", "dry_run": true]), ("pulse_schedule", ["prompt": "z", "in": "1h", "key": "a", "dry_run": true]),
            ("pulse_schedule", ["prompt": "z", "cron": "@daily", "dry_run": true]),
        ] as [(String, JSONObject)] { _ = try await house.ask(tool, arguments) }
        #expect(try await house.store.events(after: 0, limit: 1000) == before)
    }
}
