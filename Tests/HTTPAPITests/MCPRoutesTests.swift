import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// The agent's door over HTTP: what the protocol says of the transport (2026-07-28, and the revisions before).
@Suite struct MCPRoutesTests {
    let house = House(settings: DoorSettings(streamLimit: 1))

    private static let version = (name: "MCP-Protocol-Version", value: "2026-07-28")
    private static let meta =
        #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#

    private func ask(
        _ body: String, _ headers: [(name: String, value: String)] = [], token: String? = House.token
    ) async -> InProcessAnswer {
        await house.tcp("POST", "/mcp", body, headers + [("Content-Type", "application/json")], token: token)
    }

    @Test func bothErasAreAnswered() async {
        let hello =
            #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}"#
        let initialized = await ask(hello)
        #expect(initialized.status == 200 && initialized.json["result"]?["protocolVersion"]?.stringValue == "2025-06-18")
        #expect(initialized.header("Mcp-Session-Id") == nil)
        let listed = await ask(#"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#, [("MCP-Protocol-Version", "2025-06-18")])
        #expect(listed.status == 200 && listed.json["result"]?["tools"]?.arrayValue?.isEmpty == false)
        let told = await ask(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#, [("MCP-Protocol-Version", "2025-06-18")])
        #expect(told.status == 202 && told.body.isEmpty)
        let discovered = await ask(
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"server/discover\",\"params\":{\(Self.meta)}}",
            [Self.version, ("Mcp-Method", "server/discover")])
        #expect(discovered.status == 200 && discovered.json["result"]?["resultType"]?.stringValue == "complete")
    }

    @Test func anAgentPlansByItsToken() async {
        let call =
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"pulse_schedule\",\"arguments\":"
            + "{\"prompt\":\"look at the build\",\"in\":\"20m\"},\(Self.meta)}}"
        let made = await ask(call, [Self.version, ("Mcp-Method", "tools/call"), ("Mcp-Name", "pulse_schedule")])
        #expect(made.status == 200 && made.json["result"]?["isError"] != .bool(true))
        let pulses = await house.local("GET", "/v1/pulses").json["pulses"]?.arrayValue
        #expect(pulses?.count == 1)
    }

    @Test("over the user's socket the person may name an agent; over TCP the token decides")
    func whoAsks() async throws {
        for name in ["ann", "bob"] { try await house.store.keep(Agent(name: name, scope: .schedule, createdAt: House.start)) }
        let call =
            #"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"pulse_schedule","arguments":{"prompt":"x","in":"20m"}}}"#
        #expect(await house.local("POST", "/mcp", call, [("Upbeat-Agent", "ann"), ("Upbeat-Run", "4711/1")]).status == 200)
        #expect(await ask(call, [("Upbeat-Agent", "ann")]).status == 200)
        let first = await house.local("GET", "/v1/pulses/1").json["pulse"]
        let second = await house.local("GET", "/v1/pulses/2").json["pulse"]
        #expect(first?["agent"]?.stringValue == "ann" && first?["door"]?.stringValue == "mcp")
        #expect(second?["agent"]?.stringValue == nil && second?["door"]?.stringValue == "mcp")
        let unknown = await house.local("POST", "/mcp", call, [("Upbeat-Agent", "carl")])
        #expect(unknown.status == 403 && unknown.json["detail"]?.stringValue?.contains("declared are ann, bob") == true)
        #expect(await house.local("GET", "/v1/pulses", nil, [("Upbeat-Agent", "carl")]).status == 403)
        // A token that is shown is held to, though none is needed.
        let wrong = [(name: "Authorization", value: "Bearer nonsense")]
        #expect(await house.local("POST", "/mcp", call, wrong).status == 403)
        #expect(await house.local("GET", "/v1/pulses", nil, wrong).status == 200)
        #expect(await house.local("POST", "/mcp", call, [("Authorization", "Bearer \(House.token)")]).status == 200)
    }

    @Test(arguments: [
        (#"{"jsonrpc":"2.0","id":1,"method":"no/such"}"#, 404), ("not JSON", 400), ("[]", 400), ("", 400), ("{\"a\":1,\"a\":2}", 400),
    ])
    func whatCannotBeAnsweredIsAnErrorOfTheProtocol(body: String, status: Int) async {
        let isModern = status == 404
        let text = isModern ? "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"no/such\",\"params\":{\(Self.meta)}}" : body
        let answer = await ask(text, isModern ? [Self.version, ("Mcp-Method", "no/such")] : [])
        #expect(answer.status == status && answer.json["error"]?["code"]?.integerValue ?? 0 < 0, "\(answer.text)")
    }

    @Test func headersThatContradictTheBodyAreRefused() async {
        let list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\(Self.meta)}}"
        let answer = await ask(list, [Self.version, ("Mcp-Method", "tools/call")])
        #expect(answer.status == 400 && answer.json["error"]?["code"]?.integerValue == -32020)
    }

    @Test func theRulesOfTheDoorHold() async {
        let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#
        #expect(await ask(list, token: nil).status == 401)
        #expect(await ask(list, token: "wrong").status == 403)
        #expect(await ask(list, [("Origin", "https://evil.example")]).status == 403)
        #expect(await house.tcp("POST", "/mcp", list, [("Content-Type", "text/plain")]).status == 415)
        for method in ["GET", "DELETE", "PUT"] {
            let answer = await house.tcp(method, "/mcp")
            #expect(answer.status == 405 && answer.header("Allow") == "POST")
        }
        let large = await ask("{\"a\":\"" + String(repeating: "x", count: 4 << 20) + "\"}")
        #expect(large.status == 413)
    }

    @Test("what is listened to comes as events, counts among those that last, and ends when the client goes")
    func listening() async throws {
        let house = House(settings: DoorSettings(streamLimit: 1), clock: LiveClock())
        try await house.listening { address in
            guard case .tcp(_, let port) = address else { return }
            let body =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":"
                + "{\"resourceSubscriptions\":[\"upbeat://upcoming\"]},\(Self.meta)}}"
            let request =
                "POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer the-token\r\nContent-Type: application/json\r\n"
                + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            let connection = try RawConnection.tcp(port)
            let head = await connection.ask(request) { $0.contains("subscriptions/acknowledged") }
            #expect(head.contains("200 OK") && head.lowercased().contains("content-type: text/event-stream"), "\(head)")
            #expect(house.streams.number == 1)
            _ = try await house.store.make(PulseOrder(spec: StoreContract.spec(in: .seconds(3600))))
            #expect(await connection.ask { $0.contains("resources/updated") }.contains("upbeat://upcoming"))
            connection.end(isAborting: true)
            // What goes out next finds nobody.
            for _ in 0..<400 where house.streams.number > 0 {
                _ = try await house.store.make(PulseOrder(spec: StoreContract.spec(in: .seconds(3600))))
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(house.streams.number == 0)
        }
    }
}
