package import StrictJSON

/// Why a message was not carried out, as JSON-RPC says it. What is wrong with the arguments of a tool is no such error, but a result that
/// the model can read (`ToolFailure`).
package struct RPCError: Error, Hashable, Sendable {
    package var code: Code
    /// One sentence.
    package var message: String
    package var data: JSON?

    package enum Code: Int64, CaseIterable, Sendable {
        case parse = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case internalError = -32603
        /// In legacy versions alone.
        case resourceNotFound = -32002
        case headerMismatch = -32020
        case unsupportedVersion = -32022
    }

    package init(_ code: Code, _ message: String, data: JSON? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    package var json: JSON {
        var object: JSONObject = ["code": .integer(code.rawValue), "message": .string(message)]
        object["data"] = data
        return .object(object)
    }

    /// The message that carries it.
    ///
    /// - Parameter id: nil where it could not be read: it is left out then, since `null` is no id in MCP.
    package func response(to id: RequestID?) -> JSON {
        var object: JSONObject = ["jsonrpc": "2.0"]
        object["id"] = id?.json
        object["error"] = json
        return .object(object)
    }

    static func unknownMethod(_ method: String) -> RPCError {
        RPCError(.methodNotFound, "there is no method \(shown(method)) here")
    }
}

/// A text as a message shows it: in quotes, escaped, no longer than a line.
func shown(_ text: String) -> String {
    JSON.string(text.unicodeScalars.count > 80 ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(79))) + "…" : text).serialized()
}
