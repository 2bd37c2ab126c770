import ControlPlane
import MCPServer
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// Subscriptions by the modern rules: acknowledged first, each message marked with the request that it belongs to.
@Suite(.timeLimit(.minutes(1))) struct ListenTests {
    private let house = House()
    private static let mark = "io.modelcontextprotocol/subscriptionId"

    /// Listens, does something, and gives up; what went out.
    private func listening(
        _ filter: JSON, as caller: Caller = House.person, until count: Int, _ body: @escaping @Sendable (Sent) async throws -> Void
    ) async throws -> [JSON] {
        let (house, sent) = (house, Sent())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                let request = modern("subscriptions/listen", ["notifications": filter], id: "listen-1")
                let answer = await house.server.answer(bytes(request), in: MCPContext(caller: caller)) { sent.add($0) }
                if let message = answer.message { sent.add(message) }
            }
            await sent.count(1)
            try await body(sent)
            let done = Flag()
            group.addTask {
                while !done.isRaised {
                    house.clock.advance(by: .milliseconds(50))
                    await Task.yield()
                }
            }
            await sent.count(count)
            done.raise()
            group.cancelAll()
        }
        return sent.messages
    }

    @Test func whatIsHonouredIsToldFirst() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"])
        let wish: JSON = [
            "toolsListChanged": true, "promptsListChanged": true, "resourcesListChanged": true,
            "resourceSubscriptions": ["upbeat://upcoming", "upbeat://pulses/1", "upbeat://pulses/9", "upbeat://upcoming", "nonsense"],
        ]
        let messages = try await listening(wish, until: 1) { _ in }
        #expect(
            messages == [
                [
                    "jsonrpc": "2.0", "method": "notifications/subscriptions/acknowledged",
                    "params": [
                        "notifications": ["resourceSubscriptions": ["upbeat://upcoming", "upbeat://pulses/1"]],
                        "_meta": ["io.modelcontextprotocol/subscriptionId": "listen-1"],
                    ],
                ]
            ])
    }

    @Test func changesAreToldOfWhatIsListenedTo() async throws {
        let house = house
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"])
        let messages = try await listening(["resourceSubscriptions": ["upbeat://pulses/1", "upbeat://upcoming"]], until: 3) { _ in
            _ = try await house.ask("pulse_update", ["id": "1", "snooze": "1h"])
        }
        #expect(
            messages.dropFirst().allSatisfy {
                $0["method"] == "notifications/resources/updated" && $0["params"]?["_meta"]?[Self.mark] == "listen-1"
            })
        #expect(messages.dropFirst().compactMap { $0["params"]?["uri"]?.stringValue } == ["upbeat://pulses/1", "upbeat://upcoming"])
    }

    @Test func whatConcernsAnotherIsNotTold() async throws {
        let house = house
        let (a, b) = (try await house.agent("a"), try await house.agent("b"))
        _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"], as: b)
        let wish: JSON = ["resourceSubscriptions": ["upbeat://upcoming", "upbeat://pulses/1"]]
        let messages = try await listening(wish, as: a, until: 2) { sent in
            _ = try await house.ask("pulse_update", ["id": "1", "snooze": "1h"], as: b)
            // Time for it to be told, were it told.
            for _ in 0..<20 {
                house.clock.advance(by: .milliseconds(50))
                await Task.yield()
            }
            #expect(sent.messages.count == 1)
            _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": "1h"], as: a)
        }
        #expect(messages.first?["params"]?["notifications"] == ["resourceSubscriptions": ["upbeat://upcoming"]])
        #expect(messages.dropFirst().compactMap { $0["params"]?["uri"]?.stringValue } == ["upbeat://upcoming"])
    }

    @Test func itEndsWithAResultWhereTheStoreEnds() async throws {
        let (reading, end) = (EndingReading(house.store), Sent())
        var plane = house.plane
        plane.reading = reading
        let server = MCPServer(plane, info: House.info)
        let request = modern("subscriptions/listen", ["notifications": ["resourceSubscriptions": ["upbeat://upcoming"]]], id: "listen-1")
        async let answer = server.answer(bytes(request), in: MCPContext(caller: House.person)) { end.add($0) }
        await end.count(1)
        reading.end.continuation.finish()
        let message = try #require(await answer.message)
        #expect(message["id"] == "listen-1" && message["result"]?["resultType"] == "complete")
        #expect(message["result"]?["_meta"]?[Self.mark] == "listen-1")
        #expect(message["result"]?["_meta"]?["io.modelcontextprotocol/serverInfo"] != nil)
    }

    @Test func itEndsWithAnErrorWhereTheStoreFails() async throws {
        let house = house
        let messages = try await listening(["resourceSubscriptions": ["upbeat://upcoming"]], until: 2) { _ in
            house.store.fail(with: .closed)
            house.clock.advance(by: .seconds(15))
        }
        #expect(messages.last?.code == -32603 && messages.last?["id"] == "listen-1")
    }

    @Test(
        arguments: [
            [:], ["notifications": []], ["notifications": ["resourceSubscriptions": "upbeat://upcoming"]],
            ["notifications": ["resourceSubscriptions": [1]]],
            ["notifications": ["toolsListChanged": "yes"]],
            ["notifications": ["resourceSubscriptions": .array(Array(repeating: "upbeat://upcoming", count: 101))]],
        ] as [JSONObject]) func aWrongWishIsRefused(_ params: JSONObject) async
    {
        #expect(await house.send(modern("subscriptions/listen", params)).code == -32602)
    }
}

/// A store that comes to its end when a test says so.
private struct EndingReading: PulseReading {
    let store: InMemoryStore
    let end = AsyncStream<Void>.makeStream()

    init(_ store: InMemoryStore) { self.store = store }

    func eventSignal() -> AsyncStream<Void> { end.stream }

    func pulse(_ id: PulseID) async throws(StoreError) -> Pulse? { try await store.pulse(id) }

    func attempts(of id: PulseID) async throws(StoreError) -> [Attempt] { try await store.attempts(of: id) }

    func pulses(_ query: PulseQuery) async throws(StoreError) -> [Pulse] { try await store.pulses(query) }

    func made(by request: Idempotency, at now: Instant) async throws(StoreError) -> Made? { try await store.made(by: request, at: now) }

    func pulses(
        matching filter: PulseFilter, before: PulseID?, limit: Int, lookingBack: Int
    ) async throws(StoreError) -> PulsePage {
        try await store.pulses(matching: filter, before: before, limit: limit, lookingBack: lookingBack)
    }

    func dependencies(of ids: [PulseID]) async throws(StoreError) -> [PulseID: [Dependency]] { try await store.dependencies(of: ids) }

    func tally() async throws(StoreError) -> Tally { try await store.tally() }

    func events(after sequence: Int64, limit: Int) async throws(StoreError) -> [EventRecord] {
        try await store.events(after: sequence, limit: limit)
    }

    func latestEvents(of kinds: Set<EventKind>, since: Instant, lookingBack: Int) async throws(StoreError) -> [EventRecord] {
        try await store.latestEvents(of: kinds, since: since, lookingBack: lookingBack)
    }
}
