import Foundation
import StrictJSON

/// What a request over Streamable HTTP says of itself in its headers, which have to say the same as its body (2026-07-28, Streamable HTTP,
/// server validation).
package struct MCPHeaders: Hashable, Sendable {
    /// `MCP-Protocol-Version`, each time that it was sent.
    var versions: [String]
    /// `Mcp-Method`.
    var methods: [String]
    /// `Mcp-Name`, as it was sent.
    var names: [String]

    /// - Parameter fields: all of a request's; names in upper or lower case.
    package init(_ fields: some Sequence<(name: String, value: String)>) {
        (versions, methods, names) = ([], [], [])
        for (name, value) in fields {
            switch name.lowercased() {
            case "mcp-protocol-version": versions.append(value)
            case "mcp-method": methods.append(value)
            case "mcp-name": names.append(value)
            default: break
            }
        }
    }

    /// The version that it names; nil where there is none, or more than one.
    var version: String? { versions.count == 1 ? versions[0] : nil }

    /// What names the thing that a method is about.
    static let named = ["tools/call": "name", "prompts/get": "name", "resources/read": "uri"]

    /// Holds the headers against the body of a modern request. What is wrong with the body itself is not said here.
    ///
    /// - Throws: `headerMismatch`.
    func check(against request: RPCRequest, version: String) throws(RPCError) {
        try Self.compare("MCP-Protocol-Version", versions, version)
        try Self.compare("Mcp-Method", methods, request.method)
        guard let field = Self.named[request.method], let name = request.params[field]?.stringValue else { return }
        let decoded = try names.map { (text) throws(RPCError) in try Self.decoded(text) }
        try Self.compare("Mcp-Name", decoded, name)
    }

    private static func compare(_ header: String, _ values: [String], _ wanted: String) throws(RPCError) {
        guard let value = values.first else { throw RPCError(.headerMismatch, "the header \(header) is missing") }
        guard values.count == 1 else { throw RPCError(.headerMismatch, "the header \(header) was sent \(values.count) times") }
        // Byte by byte: other texts may be equal to a reader.
        guard value.utf8.elementsEqual(wanted.utf8) else {
            throw RPCError(.headerMismatch, "the header \(header) says \(shown(value)), and the body \(shown(wanted))")
        }
    }

    /// A value as it is meant: `=?base64?…?=` holds UTF-8 in canonical base64, anything else stands for itself in visible ASCII.
    static func decoded(_ text: String) throws(RPCError) -> String {
        let (head, tail) = ("=?base64?", "?=")
        guard text.hasPrefix(head), text.hasSuffix(tail), text.utf8.count >= head.utf8.count + tail.utf8.count else {
            guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
                throw RPCError(.headerMismatch, "the header Mcp-Name holds characters that no header may; encode it as =?base64?…?=")
            }
            return text
        }
        let inner = String(text.dropFirst(head.count).dropLast(tail.count))
        guard let data = Data(base64Encoded: inner), data.base64EncodedString() == inner,
            let value = String(validating: data, as: UTF8.self)
        else {
            throw RPCError(.headerMismatch, "the header Mcp-Name holds no base64 of UTF-8 between =?base64? and ?=")
        }
        return value
    }
}
