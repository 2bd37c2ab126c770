import ControlPlane
import MCPServer
import Pulses
import StrictJSON
import TestSupport
import Testing

/// One client at the other end of a pipe.
@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    private let house = House()

    /// The client's end.
    private struct Client: Sendable {
        let sent = Sent()
        let lines = AsyncStream<[UInt8]>.makeStream()

        func send(_ message: JSON) { lines.continuation.yield(bytes(message)) }

        func send(_ text: String) { lines.continuation.yield(Array(text.utf8)) }

        func end() { lines.continuation.finish() }

        /// Asks, and waits for the answer.
        func ask(_ message: JSON) async -> JSON {
            send(message)
            var count = 1
            while true {
                await sent.count(count)
                if let answer = sent.answer(to: message["id"] ?? .null) { return answer }
                count = sent.messages.count + 1
            }
        }
    }

    /// A connection while `body` uses it.
    private func connected(_ body: @escaping @Sendable (Client) async throws -> Void) async throws -> Client {
        let client = Client()
        let connection = MCPConnection(house.server, context: MCPContext(caller: House.person)) { client.sent.add($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await connection.run(client.lines.stream) }
            try await body(client)
            client.end()
            try await group.waitForAll()
        }
        return client
    }

    private static let initialize = legacy("initialize", ["protocolVersion": "2025-06-18", "capabilities": [:]], id: "init")

    @Test func beforeTheHandshakeALegacyClientMayOnlyPing() async throws {
        _ = try await connected { client in
            #expect(await client.ask(legacy("ping", id: 1))["result"] == [:])
            #expect(await client.ask(legacy("tools/list", id: 2)).code == -32600)
            #expect(await client.ask(modern("tools/list", id: 3))["result"]?["resultType"] == "complete")
            #expect(await client.ask(Self.initialize)["result"]?["protocolVersion"] == "2025-06-18")
            client.send(["jsonrpc": "2.0", "method": "notifications/initialized"])
            let list = await client.ask(legacy("tools/list", id: 4))["result"]
            #expect(list?["tools"]?.arrayValue?.first?["outputSchema"] != nil && list?["resultType"] == nil)
            // Both eras on one connection.
            #expect(await client.ask(modern("tools/list", id: 5))["result"]?["resultType"] == "complete")
            #expect(await client.ask(modern("ping", id: 6)).code == -32601)
        }
    }

    @Test func theVersionThatWasAgreedOnHolds() async throws {
        _ = try await connected { client in
            _ = await client.ask(legacy("initialize", ["protocolVersion": "2024-11-05"], id: "init"))
            let list = await client.ask(legacy("tools/list", id: 4))["result"]
            #expect(list?["tools"]?.arrayValue?.first?["outputSchema"] == nil && list?["tools"]?.arrayValue?.first?["annotations"] == nil)
        }
    }

    @Test func hostileLinesLeaveTheConnectionAsItWas() async throws {
        let client = try await connected { client in
            let deep = String(repeating: "[", count: 100_000)
            let lines = [
                "nonsense", "{", "[]", deep, "\u{0}", "   ", "", #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, #"[{"jsonrpc":"2.0"}]"#,
            ]
            for line in lines { client.send(line) }
            client.lines.continuation.yield([0xFF, 0xFE, 0x7B])
            client.lines.continuation.yield(Array(repeating: 0x20, count: (4 << 20) + 1) + [0x7B])
            client.send(["jsonrpc": "2.0", "id": 1, "result": [:]])
            client.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "never seen"]])
            client.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": ["x"]]])
            client.send(["jsonrpc": "2.0", "method": "notifications/cancelled"])
            #expect(await client.ask(modern("tools/list", id: "still there"))["result"] != nil)
        }
        // Two lines that are blank, two answers and three notifications are answered by nothing.
        #expect(client.sent.messages.filter { $0["id"] == nil && $0.code != nil }.count == 9)
    }

    @Test func twoHundredCallsAtOnceAreAllAnswered() async throws {
        let client = try await connected { client in
            for number in 0..<200 {
                let arguments: JSON = ["prompt": "x", "in": "1h", "tags": [.string("t\(number)")]]
                client.send(modern("tools/call", ["name": "pulse_schedule", "arguments": arguments], id: .integer(Int64(number))))
            }
        }
        for number in 0..<200 {
            let answer = client.sent.answer(to: .integer(Int64(number)))
            #expect(answer?["result"]?["structuredContent"]?["item"]?["tags"] == [.string("t\(number)")])
        }
        #expect(client.sent.messages.count == 200)
        #expect(try await house.store.pulses(PulseQuery(.upcoming, limit: 1000)).count == 200)
    }

    @Test func aRequestThatIsCancelledIsNotAnswered() async throws {
        let house = house
        let client = try await connected { client in
            client.send(modern("tools/call", ["name": "pulse_wait", "_meta": ["progressToken": 1]], id: "w"))
            await client.sent.count(1)
            client.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": "w", "reason": "changed my mind"]])
            _ = await client.ask(modern("tools/list", id: "after"))
            let count = client.sent.messages.count
            for _ in 0..<200 {
                house.clock.advance(by: .seconds(1))
                await Task.yield()
            }
            #expect(client.sent.messages.count == count)
            // Its id is free again, once its work has seen that it is not wanted.
            for _ in 0..<1000 {
                let before = client.sent.messages.count
                client.send(modern("tools/call", ["name": "pulse_status"], id: "w"))
                await client.sent.count(before + 1)
                if client.sent.messages.last?.code != -32600 { break }
            }
        }
        #expect(client.sent.messages.last?["id"] == "w" && client.sent.messages.last?["result"] != nil)
    }

    @Test func anIdIsUsedOnceAtATime() async throws {
        _ = try await connected { client in
            client.send(modern("tools/call", ["name": "pulse_wait", "_meta": ["progressToken": 1]], id: 1))
            await client.sent.count(1)
            #expect(await client.ask(modern("tools/list", id: 1)).code == -32600)
        }
    }

    @Test func aFloodOfWaitsIsBounded() async throws {
        let client = try await connected { client in
            for number in 0..<(MCPConnection.requestLimit + 40) {
                client.send(modern("tools/call", ["name": "pulse_wait"], id: .integer(Int64(number))))
            }
            await client.sent.count(40)
        }
        #expect(client.sent.messages.count == 40 && client.sent.messages.allSatisfy { $0.code == -32600 })
    }

    @Test func theBytesOfRequestsUnderWayAreBounded() async throws {
        let client = try await connected { client in
            let padding = JSON.string(String(repeating: "x", count: 4_000_000))
            for number in 0..<12 {
                client.send(modern("tools/call", ["name": "pulse_wait", "_meta": ["padding": padding]], id: .integer(Int64(number))))
            }
            _ = await client.ask(modern("tools/list", id: "after"))
            #expect(client.sent.messages.filter { $0.code == -32600 }.count == 4)
            client.send(["jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 0]])
            // There is room again once its work has seen that it is not wanted.
            for number in 100..<300 {
                let before = client.sent.messages.count
                let message = modern("tools/call", ["name": "nope", "_meta": ["padding": padding]], id: .integer(Int64(number)))
                client.send(message)
                await client.sent.count(before + 1)
                if client.sent.messages.last?.code != -32600 { break }
            }
        }
        #expect(client.sent.messages.last?.code == -32602)
    }

    @Test func theEndOfInputEndsWhatWaits() async throws {
        let client = try await connected { client in
            client.send(modern("tools/call", ["name": "pulse_wait", "_meta": ["progressToken": 1]], id: 1))
            client.send(modern("subscriptions/listen", ["notifications": ["resourceSubscriptions": ["upbeat://upcoming"]]], id: 2))
            await client.sent.count(2)
        }
        #expect(client.sent.answer(to: 1) == nil && client.sent.answer(to: 2) == nil)
    }

    @Test func whatWasAskedBeforeTheEndOfInputIsAnswered() async throws {
        let client = try await connected { client in client.send(modern("tools/call", ["name": "pulse_status"], id: 1)) }
        #expect(client.sent.answer(to: 1)?["result"] != nil)
    }

    @Test func legacyClientsSubscribeUntilTheyUnsubscribe() async throws {
        let house = house
        let client = try await connected { client in
            #expect(await client.ask(Self.initialize)["result"]?["capabilities"]?["resources"] == ["subscribe": true])
            #expect(await client.ask(legacy("resources/subscribe", ["uri": "upbeat://pulses/7"], id: 1)).code == -32002)
            #expect(await client.ask(legacy("resources/subscribe", ["uri": 5], id: 2)).code == -32602)
            #expect(await client.ask(legacy("resources/subscribe", ["uri": "upbeat://upcoming"], id: 3))["result"] == [:])
            #expect(await client.ask(legacy("resources/subscribe", ["uri": "upbeat://upcoming"], id: 4))["result"] == [:])
            let before = client.sent.messages.count
            _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"])
            await client.sent.count(before + 1)
            #expect(
                client.sent.messages.last == [
                    "jsonrpc": "2.0", "method": "notifications/resources/updated", "params": ["uri": "upbeat://upcoming"],
                ])
            #expect(await client.ask(legacy("resources/unsubscribe", ["uri": "upbeat://upcoming"], id: 5))["result"] == [:])
            let after = client.sent.messages.count
            _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"])
            for _ in 0..<200 {
                house.clock.advance(by: .milliseconds(50))
                await Task.yield()
            }
            #expect(client.sent.messages.count == after)
            // And anew.
            #expect(await client.ask(legacy("resources/subscribe", ["uri": "upbeat://upcoming"], id: 6))["result"] == [:])
        }
        #expect(client.sent.messages.allSatisfy { $0["params"]?["_meta"] == nil })
    }
}
