import ControlPlane
import MCPServer
import StrictJSON
import Testing

/// What is no message is told so, and never answered as one.
@Suite struct MessageTests {
    private let house = House()

    private func answer(_ bytes: [UInt8]) async -> MCPAnswer {
        await house.server.answer(bytes, in: MCPContext(caller: House.person))
    }

    @Test(arguments: [
        ("", -32700), ("{", -32700), ("nonsense", -32700), ("{}{}", -32700), (#"{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}"#, -32700),
        (#"{"jsonrpc":"2.0","id":1,"method":"\ud800"}"#, -32700), (#"{"jsonrpc":"2.0","id":01,"method":"ping"}"#, -32700),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","x":1e400}"#, -32700),
        (#"{"jsonrpc":"2.0","id":12345678901234567890,"method":"ping"}"#, -32700), ("[]", -32600), ("null", -32600), ("1", -32600),
        (#""ping""#, -32600),
        (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600), (#"{"id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, -32600), (#"{"jsonrpc":2.0,"id":1,"method":"ping"}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1}"#, -32600), (#"{"jsonrpc":"2.0","id":1,"method":7}"#, -32600),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":null}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}"#, -32602),
        (#"{"jsonrpc":"2.0","id":1,"method":"tools/unknown"}"#, -32601),
        (#"{"jsonrpc":"2.0","id":1,"method":""}"#, -32601), (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":5}}"#, -32602),
    ]) func whatIsWrongHasItsCode(_ text: String, _ code: Int64) async {
        let message = await answer(Array(text.utf8)).message ?? .null
        #expect(message.code == code, "\(text): \(message)")
        #expect(message["jsonrpc"] == "2.0" && message["error"]?["message"]?.stringValue?.isEmpty == false)
    }

    @Test(arguments: [
        "null", "1.5", "1.0", "1e3", "true", "[]", "{}", "18446744073709551616", "\"\(String(repeating: "x", count: 1025))\"",
    ])
    func anIdIsAStringOrAnInteger(_ id: String) async {
        let message = await answer(Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#.utf8)).message ?? .null
        #expect(message.code == -32600 && message["id"] == nil)
    }

    @Test(arguments: ["0", "-7", "9223372036854775807", #""""#, #""a\u0000b""#, #""Å""#]) func anIdIsGivenBackAsItCame(_ id: String)
        async throws
    {
        let message = await answer(Array(#"{"jsonrpc":"2.0","id":\#(id),"method":"ping"}"#.utf8)).message ?? .null
        #expect(message["id"] == (try JSON(parsing: id)) && message["result"] == [:])
    }

    @Test func bytesThatAreNoTextAreNoMessage() async {
        let bad: [[UInt8]] = [[0x7B, 0xFF, 0x7D], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], [0, 0, 0, 0]]
        for bytes in bad { #expect(await answer(bytes).message?.code == -32700) }
        #expect(
            await answer(Array(#"{"jsonrpc":"2.0","id":1,"method":"ping","x":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)).message?.code
                == -32700)
    }

    @Test func whatIsNestedTooDeeplyIsNoMessage() async {
        for depth in [65, 5000, 1_000_000] {
            let text = #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"# + String(repeating: "[", count: depth)
            #expect(await answer(Array(text.utf8)).message?.code == -32700)
        }
    }

    @Test func aMessageHasFourMebibytesAtMost() async {
        func message(of size: Int) -> [UInt8] {
            let (head, tail) = (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":""#, #""}}"#)
            return Array((head + String(repeating: "x", count: size - head.utf8.count - tail.utf8.count) + tail).utf8)
        }
        #expect(await answer(message(of: 4 << 20)).message?["result"] == [:])
        #expect(await answer(message(of: (4 << 20) + 1)).message?.code == -32600)
    }

    @Test func notificationsAndAnswersAreNotAnswered() async {
        for text in [
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":9}}"#, #"{"jsonrpc":"2.0","method":"tools/call"}"#,
            #"{"jsonrpc":"2.0","method":"nonsense","params":[1]}"#, #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
            #"{"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"x"}}"#,
        ] {
            #expect(await answer(Array(text.utf8)) == .none, "\(text)")
        }
    }
}
