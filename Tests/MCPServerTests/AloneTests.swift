import ControlPlane
import MCPServer
import StrictJSON
import Testing

/// What a bridge answers while it has not reached the daemon.
@Suite struct AloneTests {
    private let surface = MCPSurface(info: House.info)
    private let house = House()

    private func request(_ message: JSON) throws -> RPCRequest {
        guard case .request(let request) = try RPCMessage(parsing: bytes(message)) else { throw NoRequest() }
        return request
    }

    private struct NoRequest: Error {}

    @Test(arguments: [
        modern("server/discover"), modern("tools/list"), modern("prompts/list"), modern("resources/list"),
        modern("resources/templates/list"),
        modern("prompts/get", ["name": "plan-my-day"]), modern("tools/list", ["cursor": "x"]), modern("ping"), modern("nonsense"),
        legacy("server/discover"), legacy("tools/list"), legacy("ping"), legacy("prompts/list"), legacy("nonsense"),
        modern("tools/list", ["_meta": ["io.modelcontextprotocol/protocolVersion": "1999"]]),
        modern("tools/call", ["name": "pulse_lst"]), modern("tools/call"), legacy("tools/call", ["name": 5]),
        modern("resources/read", ["uri": "file:///etc"]), legacy("resources/read", ["uri": "upbeat://pulses/"]), modern("resources/read"),
    ]) func itSaysWhatTheServerWouldSay(_ message: JSON) async throws {
        #expect(surface.answer(to: try request(message), nil) == (await house.send(message)))
    }

    @Test func whatOnlyReadsMayBeAskedAgain() throws {
        for (message, may) in [
            (modern("tools/call", ["name": "pulse_list"]), true), (modern("tools/call", ["name": "pulse_status"]), true),
            (modern("resources/read", ["uri": "upbeat://upcoming"]), true), (modern("tools/call", ["name": "pulse_wait"]), false),
            (modern("tools/call", ["name": "pulse_schedule"]), false), (modern("tools/call", ["name": "pulse_cancel"]), false),
            (modern("tools/call", ["name": "none"]), false), (modern("subscriptions/listen"), false),
        ] { #expect(surface.mayRepeat(try request(message)) == may, "\(message)") }
    }

    @Test func whoMissedChangesIsToldThatAllMayHaveChanged() throws {
        let listen = try request(modern("subscriptions/listen", id: "s"))
        let told = listen.updates(ofAll: [
            "method": "notifications/subscriptions/acknowledged",
            "params": ["notifications": ["resourceSubscriptions": ["upbeat://upcoming", "upbeat://pulses/7"]]],
        ])
        #expect(told.map { $0["params"]?["uri"] } == ["upbeat://upcoming", "upbeat://pulses/7"])
        #expect(told.allSatisfy { $0["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == "s" })
        #expect(listen.updates(ofAll: ["params": 5]).isEmpty)
    }

    @Test func aToolSaysWhatHelpsAndTheRestIsAnError() throws {
        for message in [modern("tools/call", ["name": "pulse_list"]), legacy("tools/call", ["name": "pulse_list"])] {
            let request = try request(message)
            #expect(surface.answer(to: request, nil) == nil)
            let result = try #require(
                surface.refusal(of: request, .march2025, why: "the daemon does not run; `upbeat start` starts it")["result"])
            #expect(result["isError"] == true && result.words == "The daemon does not run; `upbeat start` starts it.")
        }
        #expect(surface.refusal(of: try request(modern("tools/call", ["name": "none"])), nil, why: "x").code == -32602)
        let read = try request(modern("resources/read", ["uri": "upbeat://upcoming"]))
        #expect(surface.answer(to: read, nil) == nil && surface.refusal(of: read, nil, why: "x").code == -32603)
    }
}
