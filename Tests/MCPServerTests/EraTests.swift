import ControlPlane
import MCPServer
import StrictJSON
import Testing

/// Both eras, each by its own rules.
@Suite struct EraTests {
    private let house = House()

    @Test func aModernServerSaysWhatItIs() async throws {
        let result = try #require(await house.send(modern("server/discover"))["result"])
        #expect(result["resultType"] == "complete" && result["supportedVersions"] == ["2026-07-28"])
        #expect(result["capabilities"] == ["tools": [:], "prompts": [:], "resources": ["subscribe": true]])
        #expect(result["ttlMs"]?.integerValue ?? -1 >= 0 && result["cacheScope"] == "public")
        #expect(result["_meta"]?["io.modelcontextprotocol/serverInfo"]?["version"] == "1.2.3")
        let instructions = try #require(result["instructions"]?.stringValue)
        #expect(instructions.utf8.count < 2000)
    }

    @Test(arguments: ["tools/list", "prompts/list", "resources/list", "resources/templates/list"])
    func listsSayHowLongTheyHold(_ method: String) async throws {
        let result = try #require(await house.send(modern(method))["result"])
        #expect(result["resultType"] == "complete" && result["ttlMs"]?.integerValue ?? -1 >= 0 && result["cacheScope"] == "public")
        #expect(await house.send(modern(method, ["cursor": "x"])).code == -32602)
        // By the rules of the handshake there is nothing of that.
        let older = try #require(await house.send(legacy(method))["result"])
        #expect(older["resultType"] == nil && older["ttlMs"] == nil && older["cacheScope"] == nil && older["_meta"] == nil)
    }

    @Test(arguments: [
        "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "completion/complete", "tasks/get",
    ])
    func whatWasRemovedIsUnknown(_ method: String) async {
        let answer = await house.server.answer(bytes(modern(method)), in: MCPContext(caller: House.person))
        #expect(answer.message?.code == -32601 && answer.status == 404)
    }

    @Test func aModernRequestSaysItsVersionAndWhatItsClientCan() async {
        let (version, capabilities) = ("io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities")
        let wrong: [JSON] = [
            [capabilities: [:]], [version: 7, capabilities: [:]], [version: "2026-07-28"], [version: "2026-07-28", capabilities: []],
            [version: "2026-07-28", capabilities: [:], "io.modelcontextprotocol/clientInfo": "x"],
        ]
        for meta in wrong {
            let answer = await house.server.answer(bytes(legacy("tools/list", ["_meta": meta])), in: MCPContext(caller: House.person))
            #expect(answer.message?.code == -32602 && answer.status == 400, "\(meta)")
        }
        // What only modern clients ask for is modern without saying so.
        #expect(await house.send(legacy("server/discover")).code == -32602)
        #expect(await house.send(legacy("subscriptions/listen")).code == -32602)
    }

    @Test(arguments: ["2027-01-01", "1900-01-01", "2025-11-25", ""]) func aVersionThatIsNotSpokenIsToldThoseThatAre(_ version: String) async
    {
        let request = modern("tools/list", ["_meta": ["io.modelcontextprotocol/protocolVersion": .string(version)]])
        let answer = await house.server.answer(bytes(request), in: MCPContext(caller: House.person))
        #expect(answer.status == 400 && answer.message?.code == -32022)
        let data = answer.message?["error"]?["data"]
        #expect(data?["requested"] == .string(version) && data?["supported"]?.arrayValue?.first == "2026-07-28")
    }

    @Test(arguments: [
        ("2024-11-05", "2024-11-05"), ("2025-03-26", "2025-03-26"), ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"),
        ("2026-07-28", "2025-11-25"), ("2099-01-01", "2025-11-25"), ("1999", "2025-11-25"), ("", "2025-11-25"),
    ]) func aHandshakeAgreesOnAVersion(_ asked: String, _ agreed: String) async throws {
        let answer = await house.send(legacy("initialize", ["protocolVersion": .string(asked), "capabilities": [:]]))
        let result = try #require(answer["result"])
        #expect(result["protocolVersion"] == .string(agreed) && result["serverInfo"]?["name"] == "upbeat")
        #expect(result["capabilities"] == ["tools": [:], "prompts": [:], "resources": [:]] && result["resultType"] == nil)
    }

    @Test func aHandshakeWithoutAVersionIsWrong() async {
        for params: JSONObject in [[:], ["protocolVersion": 3], ["protocolVersion": .null]] {
            #expect(await house.send(legacy("initialize", params)).code == -32602)
        }
    }

    /// What a tool is told to be, by the version that asks.
    @Test(arguments: [("2024-11-05", false, false), ("2025-03-26", true, false), ("2025-06-18", true, true), ("2025-11-25", true, true)])
    func olderClientsGetWhatTheyKnow(_ version: String, _ hasAnnotations: Bool, _ isStructured: Bool) async throws {
        let context = MCPContext(caller: House.person, headers: MCPHeaders([("mcp-protocol-version", version)]))
        let list = await house.server.answer(bytes(legacy("tools/list")), in: context).message
        let tool = try #require(list?["result"]?["tools"]?.arrayValue?.first)
        #expect((tool["annotations"] != nil) == hasAnnotations)
        #expect((tool["outputSchema"] != nil) == isStructured && (tool["title"] != nil) == isStructured)
        let call = await house.server.answer(bytes(legacy("tools/call", ["name": "pulse_status"])), in: context).message
        #expect((call?["result"]?["structuredContent"] != nil) == isStructured)
        #expect(call?["result"]?["content"]?.arrayValue?.count == 2)
    }

    @Test func anUnknownToolIsNoRequest() async throws {
        for message in [modern("tools/call", ["name": "pulse_schedul"]), legacy("tools/call", ["name": "pulse_schedul"])] {
            let answer = await house.send(message)
            #expect(answer.code == -32602 && answer["error"]?["message"]?.stringValue?.contains("did you mean pulse_schedule?") == true)
        }
        for params: JSONObject in [[:], ["name": 3], ["name": "pulse_list", "arguments": []], ["name": "pulse_list", "arguments": "x"]] {
            #expect(await house.send(modern("tools/call", params)).code == -32602)
        }
    }
}
