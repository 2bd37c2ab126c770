import Foundation
import StrictJSON

extension MCPHeaders {
    /// What a request says of itself in its headers, where somebody passes it on over HTTP.
    ///
    /// - Parameter version: what a handshake agreed on; nil for a request that stands for itself.
    package static func fields(of request: RPCRequest, _ version: ProtocolVersion?) -> [(name: String, value: String)] {
        if let version { return [("MCP-Protocol-Version", version.rawValue)] }
        var fields: [(name: String, value: String)] = []
        if let version = request.params["_meta"]?[Era.versionKey]?.stringValue { fields.append(("MCP-Protocol-Version", encoded(version))) }
        fields.append(("Mcp-Method", encoded(request.method)))
        if let field = named[request.method], let name = request.params[field]?.stringValue { fields.append(("Mcp-Name", encoded(name))) }
        return fields
    }

    /// As a header may hold it: visible ASCII as it is, all else as `=?base64?…?=`.
    static func encoded(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.first != " " && text.last != " "
        guard isPlain, !(text.hasPrefix("=?base64?") && text.hasSuffix("?=")) else {
            return "=?base64?\(Data(text.utf8).base64EncodedString())?="
        }
        return text
    }
}
