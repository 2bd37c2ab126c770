import Foundation
import MCPServer
import StrictJSON
import UnixSignals

/// Speaks the Model Context Protocol over standard input and output, until the input ends, nobody reads the output, or TERM or INT comes.
///
/// Nothing of the configuration is read before something asks for the house. What is under way at the end of the input has
/// ``MCPConnection/grace`` to come to its answer; what waits is given up.
/// - Parameter agent: as whom to act; nil: as the person, or as the agent of the run inside which this was started.
/// - Throws: exit code 64 for a name that no agent can have, 1 where there is no standard output.
package func runBridge(_ options: DaemonOptions, as agent: String?) async throws(CommandFailure) {
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    let identity = try BridgeIdentity(agent: agent, token: options.environment["UPBEAT_TOKEN"])
    guard let descriptor = Descriptors.takeOverOutput() else {
        throw CommandFailure(message: "standard output is closed; `upbeat mcp` is started by a client that reads it")
    }
    let (closes, closing) = AsyncStream.makeStream(of: Never.self)
    let output = LineOutput(descriptor) { closing.finish() }
    // Whoever closes the input may have stopped reading long before.
    let input = LineInput(STDIN_FILENO, limit: RPCMessage.lengthLimit) { output.giveUp(after: .milliseconds(1500)) }
    let bridge = Bridge(options, identity)
    let connection = MCPConnection(surface: bridge.surface, respond: bridge.answer) { message in
        var line: [UInt8] = []
        message.appendBytes(to: &line)
        line.append(UInt8(ascii: "\n"))
        await output.write(line)
    }
    await withTaskGroup(of: Void.self) { group in
        group.addTask { try? await connection.run(input) }
        group.addTask { for await _ in signals { return } }
        group.addTask { for await _ in closes {} }
        await group.next()
        output.giveUp(after: .milliseconds(500))
        group.cancelAll()
    }
    await bridge.close()
}
