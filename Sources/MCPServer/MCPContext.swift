package import ControlPlane

/// What a transport knows of a message beside its bytes.
package struct MCPContext: Sendable {
    /// Who asks: `agent` is the identity, whatever a client calls itself; `run` the run inside which it was started.
    package var caller: Caller
    /// Over HTTP, what the headers say; nil where there are none to compare.
    package var headers: MCPHeaders?
    /// What a connection has agreed on with a handshake; nil where there is none: each request stands for itself then.
    package var legacyVersion: ProtocolVersion?

    package init(caller: Caller, headers: MCPHeaders? = nil, legacyVersion: ProtocolVersion? = nil) {
        self.caller = caller
        self.caller.isOverMCP = true
        self.headers = headers
        self.legacyVersion = legacyVersion
    }
}
