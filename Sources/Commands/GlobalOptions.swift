import ArgumentParser
import Daemon

/// When to use colours.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case auto, always, never
}

/// The options that every command has.
struct GlobalOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The folder that holds everything; `system` for the machine's own daemon.", discussion: "", valueName: "folder"),
        completion: .directory)
    var home: String?

    @Option(help: ArgumentHelp("The daemon's socket.", valueName: "path"), completion: .file())
    var socket: String?

    @Option(
        help: ArgumentHelp("The file of settings in the place of upbeat.yaml.", valueName: "file"), completion: .file())
    var config: String?

    @Option(help: "When to use colours.")
    var color: ColorChoice = .auto

    var daemon: DaemonOptions { DaemonOptions(home: home, socket: socket, config: config) }

    func validate() throws {
        if home?.isEmpty == true { throw ValidationError("--home is empty; name a folder, or leave it out") }
        if config?.isEmpty == true { throw ValidationError("--config is empty; name a file, or leave it out") }
        if socket?.isEmpty == true { throw ValidationError("--socket is empty; name a socket, or leave it out") }
    }

    /// Moves the options that stand before the command behind it: `upbeat --home X ls` is `upbeat ls --home X`.
    static func movedBehindCommand(_ arguments: [String]) -> [String] {
        let names = ["--home", "--socket", "--config", "--color"]
        var rest = arguments[...]
        var leading: [String] = []
        while let first = rest.first {
            if names.contains(first), rest.count >= 2 {
                leading += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else if names.contains(where: { first.hasPrefix($0 + "=") }) {
                leading.append(first)
                rest = rest.dropFirst()
            } else {
                break
            }
        }
        guard !leading.isEmpty, !rest.isEmpty else { return arguments }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return rest[..<end] + leading + rest[end...]
    }
}
