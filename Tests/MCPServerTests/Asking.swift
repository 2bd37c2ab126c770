import ControlPlane
import MCPServer
import StrictJSON
import Testing

/// What every modern request says of itself.
let modernMeta: JSON = [
    "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
]

func modern(_ method: String, _ params: JSONObject = [:], id: JSON = 1) -> JSON {
    var params = params
    var meta = modernMeta.objectValue ?? [:]
    for (key, value) in params["_meta"]?.objectValue ?? [:] { meta[key] = value }
    params["_meta"] = .object(meta)
    return ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)]
}

func legacy(_ method: String, _ params: JSONObject = [:], id: JSON = 1) -> JSON {
    ["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)]
}

func bytes(_ json: JSON) -> [UInt8] {
    var bytes: [UInt8] = []
    json.appendBytes(to: &bytes)
    return bytes
}

extension House {
    /// Sends a message and gives what answers it; null where nothing does.
    func send(_ message: JSON, as caller: Caller = House.person) async -> JSON {
        await server.answer(bytes(message), in: MCPContext(caller: caller)).message ?? .null
    }

    /// Calls a tool, and holds what comes against what the tool promises.
    ///
    /// - Returns: the result.
    func call(_ tool: String, _ arguments: JSONObject = [:], as caller: Caller = House.person) async throws -> JSON {
        let answer = await send(modern("tools/call", ["name": .string(tool), "arguments": .object(arguments)]), as: caller)
        let result = try #require(answer["result"], "\(answer)")
        #expect(result["resultType"] == "complete")
        #expect(bytes(result).count <= 8192 + 200, "a result of \(bytes(result).count) bytes")
        let content = try #require(result["content"]?.arrayValue)
        guard result["isError"] == false else {
            #expect(content.count == 1 && result["structuredContent"] == nil)
            return result
        }
        let structured = try #require(result["structuredContent"])
        #expect(content.count == 2 && (try? JSON(parsing: content[1]["text"]?.stringValue ?? "")) == structured)
        let list = await send(modern("tools/list"))
        let spec = try #require(list["result"]?["tools"]?.arrayValue?.first { $0["name"]?.stringValue == tool })
        let faults = SchemaCheck.faults(of: structured, against: try #require(spec["outputSchema"]))
        #expect(faults.isEmpty, "\(tool): \(faults)")
        return result
    }

    /// The structured content of a call that is to succeed.
    func ask(_ tool: String, _ arguments: JSONObject = [:], as caller: Caller = House.person) async throws -> JSON {
        let result = try await call(tool, arguments, as: caller)
        #expect(result["isError"] == false, "\(result)")
        return result["structuredContent"] ?? .null
    }

    /// The words of a call that is to fail.
    func fault(_ tool: String, _ arguments: JSONObject = [:], as caller: Caller = House.person) async throws -> String {
        let result = try await call(tool, arguments, as: caller)
        #expect(result["isError"] == true, "\(result)")
        return result.words
    }
}

extension JSON {
    /// The sentence of a tool's result.
    var words: String { self["content"]?.arrayValue?.first?["text"]?.stringValue ?? "" }

    var code: Int64? { self["error"]?["code"]?.integerValue }

    var ids: [String] { self["items"]?.arrayValue?.compactMap { $0["id"]?.stringValue } ?? [] }
}
