import ControlPlane
import MCPServer
import StrictJSON
import Testing

/// Over HTTP, headers say what the body says, or the request is refused (2026-07-28, Streamable HTTP, server validation).
@Suite struct HeaderTests {
    private let house = House()

    private func code(_ message: JSON, _ fields: [(name: String, value: String)]) async -> (Int64?, Int) {
        let context = MCPContext(caller: House.person, headers: MCPHeaders(fields))
        let answer = await house.server.answer(bytes(message), in: context)
        return (answer.message?.code, answer.status)
    }

    private static let version = (name: "MCP-Protocol-Version", value: "2026-07-28")
    private static let read = modern("resources/read", ["uri": "upbeat://upcoming"])

    @Test func headersThatAgreeAreTaken() async {
        let list = await code(modern("tools/list"), [Self.version, ("Mcp-Method", "tools/list")])
        #expect(list == (nil, 200))
        let upper = await code(
            modern("tools/list"), [("mcp-PROTOCOL-version", "2026-07-28"), ("MCP-METHOD", "tools/list"), ("Mcp-Name", "any")])
        #expect(upper == (nil, 200))
        let read = await code(Self.read, [Self.version, ("Mcp-Method", "resources/read"), ("Mcp-Name", "upbeat://upcoming")])
        #expect(read == (nil, 200))
        let encoded = await code(
            Self.read, [Self.version, ("Mcp-Method", "resources/read"), ("Mcp-Name", "=?base64?dXBiZWF0Oi8vdXBjb21pbmc=?=")])
        #expect(encoded == (nil, 200))
    }

    @Test func headersThatDifferAreRefused() async {
        let (method, name) = ((name: "Mcp-Method", value: "resources/read"), (name: "Mcp-Name", value: "upbeat://upcoming"))
        let wrong: [[(name: String, value: String)]] = [
            [], [Self.version], [Self.version, method], [method, name], [Self.version, name],
            [("MCP-Protocol-Version", "2025-11-25"), method, name],
            [Self.version, ("Mcp-Method", "RESOURCES/read"), name], [Self.version, method, ("Mcp-Name", "upbeat://upcominG")],
            [Self.version, Self.version, method, name], [Self.version, method, method, name], [Self.version, method, name, name],
            [Self.version, method, ("Mcp-Name", "=?base64?dXBiZWF0Oi8vdXBjb21pbmc?=")],
            [Self.version, method, ("Mcp-Name", "=?base64?_?=")],
            [Self.version, method, ("Mcp-Name", "=?base64?wyg=?=")], [Self.version, method, ("Mcp-Name", "=?base64?=")],
            [Self.version, method, ("Mcp-Name", "Å")],
        ]
        for fields in wrong { #expect(await code(Self.read, fields) == (-32020, 400), "\(fields)") }
    }

    @Test func whatIsWrongWithTheBodyIsSaidOfTheBody() async {
        let unsaid = await code(legacy("tools/list"), [Self.version, ("Mcp-Method", "tools/list")])
        #expect(unsaid == (-32602, 400))
        let unnamed = await code(modern("tools/call"), [Self.version, ("Mcp-Method", "tools/call")])
        #expect(unnamed == (-32602, 400))
        let future = modern("tools/list", ["_meta": ["io.modelcontextprotocol/protocolVersion": "2031-01-01"]])
        #expect(await code(future, [("MCP-Protocol-Version", "2031-01-01"), ("Mcp-Method", "tools/list")]) == (-32022, 400))
    }

    @Test(arguments: ["upbeat://upcoming", "Å", " padded ", "line\nbreak", "=?base64?literal?=", "", "=?base64?", "\u{7F}"])
    func whatIsPassedOnSaysTheSame(_ name: String) async throws {
        let message = modern("resources/read", ["uri": .string(name)])
        guard case .request(let request) = try RPCMessage(parsing: bytes(message)) else { return }
        let fields = MCPHeaders.fields(of: request, nil)
        #expect(fields.map(\.name) == ["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"])
        #expect(fields.allSatisfy { $0.value.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
        #expect(await code(message, fields).0 == (name == "upbeat://upcoming" ? nil : -32602))
        #expect(MCPHeaders.fields(of: request, .june2025).map(\.value) == ["2025-06-18"])
    }

    @Test func aLegacyRequestNamesALegacyVersionOrNone() async {
        #expect(await code(legacy("tools/list"), []) == (nil, 200))
        #expect(await code(legacy("tools/list"), [("MCP-Protocol-Version", "2025-06-18")]) == (nil, 200))
        #expect(await code(legacy("tools/list"), [("MCP-Protocol-Version", "2025-06-19")]) == (-32022, 400))
        // Their clients read no body of another status.
        #expect(await code(legacy("nonsense"), [("MCP-Protocol-Version", "2025-06-18")]) == (-32601, 200))
        #expect(await code(legacy("resources/subscribe", ["uri": "upbeat://upcoming"]), []) == (-32601, 200))
    }
}
