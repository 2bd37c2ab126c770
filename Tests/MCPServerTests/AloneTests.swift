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
    ]) func itSaysWhatTheServerWouldSay(_ message: JSON) async throws {
        #expect(surface.answer(to: try request(message), nil) == (await house.send(message)))
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
