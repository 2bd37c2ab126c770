package import StrictJSON

/// One message of JSON-RPC 2.0, read strictly: UTF-8, each key once, no lone surrogates, no batch.
package enum RPCMessage: Hashable, Sendable {
    case request(RPCRequest)
    /// Is never answered, whatever it says.
    case notification(method: String, params: JSONObject)
    /// Answers a request that was never made: servers make none.
    case response

    /// Bytes of a message.
    package static let lengthLimit = 4 << 20

    /// Why some bytes are no message, and which request they were, as far as that could be read.
    package struct Fault: Error, Hashable, Sendable {
        package var id: RequestID?
        package var error: RPCError
    }

    package init(parsing bytes: some Collection<UInt8>) throws(Fault) {
        guard bytes.count <= Self.lengthLimit else {
            throw Fault(error: RPCError(.invalidRequest, "the message has \(bytes.count) bytes; at most \(Self.lengthLimit) are allowed"))
        }
        let json: JSON
        do throws(JSONSyntaxError) {
            json = try JSON(parsing: bytes)
        } catch {
            throw Fault(error: RPCError(.parse, error.description))
        }
        try self.init(json)
    }

    private init(_ json: JSON) throws(Fault) {
        func invalid(_ message: String, _ id: RequestID? = nil) -> Fault { Fault(id: id, error: RPCError(.invalidRequest, message)) }
        guard let object = json.objectValue else {
            let isBatch = json.arrayValue != nil
            throw invalid(isBatch ? "batches are not taken; send each message by itself" : "a message is an object, not \(json.kindName)")
        }
        let id = object["id"].flatMap(RequestID.init)
        if let given = object["id"], id == nil { throw invalid("the id is \(Self.kind(of: given)); an id is a string or an integer") }
        guard object["jsonrpc"] == "2.0" else { throw invalid("the member jsonrpc has to be \"2.0\"", id) }
        guard let method = object["method"] else {
            guard object["result"] != nil || object["error"] != nil else { throw invalid("the member method is missing", id) }
            self = .response
            return
        }
        guard let method = method.stringValue else { throw invalid("the member method is \(method.kindName), not a string", id) }
        guard let params = (object["params"] ?? .object([:])).objectValue else {
            guard let id else {
                self = .notification(method: method, params: [:])
                return
            }
            throw Fault(
                id: id, error: RPCError(.invalidParams, "the member params is \(object["params"]?.kindName ?? "missing"), not an object"))
        }
        self = id.map { .request(RPCRequest(id: $0, method: method, params: params)) } ?? .notification(method: method, params: params)
    }

    private static func kind(of id: JSON) -> String {
        switch id {
        case .number: "a number that is no 64-bit integer"
        case .string: "a string of more than \(RequestID.lengthLimit) bytes"
        default: id.kindName
        }
    }
}

/// A message that wants an answer.
package struct RPCRequest: Hashable, Sendable {
    package var id: RequestID
    package var method: String
    package var params: JSONObject

    package init(id: RequestID, method: String, params: JSONObject = [:]) {
        self.id = id
        self.method = method
        self.params = params
    }

    /// It waits for what happens: its answer may take long, and nobody needs it any more when its client is gone.
    package var lasts: Bool { method == "subscriptions/listen" || method == "tools/call" && params["name"] == "pulse_wait" }

    /// A member of the parameters that has to be a string.
    func string(_ key: String) throws(RPCError) -> String {
        guard let text = params[key]?.stringValue else {
            let kind = params[key].map { "is \($0.kindName), not a string" } ?? "is missing; it is a string"
            throw RPCError(.invalidParams, "params.\(key) \(kind)")
        }
        return text
    }

    package var json: JSON {
        ["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": .object(params)]
    }

    /// The message that answers it.
    func response(_ result: JSONObject) -> JSON { ["jsonrpc": "2.0", "id": id.json, "result": .object(result)] }
}
