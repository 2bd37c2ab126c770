import ArgumentParser
import StrictJSON

/// Carries out one command line and says how it ended.
///
/// - Parameter arguments: without the program's name.
/// - Returns: the exit code for the process.
package func runCommandLine(_ arguments: [String], in surroundings: Surroundings) async -> Int32 {
    let arguments = GlobalOptions.movedBehindCommand(arguments)
    if let mistake = unknownCommand(arguments) {
        surroundings.tell("upbeat: \(mistake)")
        return ExitCodes.usage
    }
    do {
        var command = try await Upbeat.asyncParseAsRoot(arguments)
        guard let runnable = command as? any RunnableCommand else {
            try command.run()
            return ExitCodes.ok
        }
        return await carryOut(runnable, in: surroundings)
    } catch {
        return report(parsing: error, arguments, in: surroundings)
    }
}

private func carryOut(_ command: any RunnableCommand, in surroundings: Surroundings) async -> Int32 {
    do {
        try await command.run(in: surroundings)
        return ExitCodes.ok
    } catch {
        if !error.message.isEmpty { surroundings.tell("upbeat: \(error.message)") }
        if case .usage = error { surroundings.tell(helpHint(type(of: command))) }
        return error.exitCode
    }
}

/// Help that was asked for goes to stdout, a mistake in the arguments to stderr.
private func report(parsing error: any Error, _ arguments: [String], in surroundings: Surroundings) -> Int32 {
    let code = Upbeat.exitCode(for: error).rawValue
    guard code != 0 else {
        do {
            try surroundings.printLine(Upbeat.fullMessage(for: error, columns: surroundings.output.width ?? 80))
            return ExitCodes.ok
        } catch {
            return error.exitCode
        }
    }
    let command = commandType(arguments)
    var message = Upbeat.message(for: error)
    if command == AddCommand.self, message.lowercased().contains("unexpected argument") {
        message += "; put a prompt of several words in quotes, and a command after --command --"
    }
    surroundings.tell("upbeat: \(message)\n\(helpHint(command))")
    return code
}

private func helpHint(_ command: any ParsableCommand.Type) -> String {
    let group = Upbeat.configuration.subcommands.first { $0.configuration.subcommands.contains { $0 == command } }
    let names = ["upbeat", group?._commandName, command == Upbeat.self ? nil : command._commandName].compactMap { $0 }
    return "See `\(names.joined(separator: " ")) --help`."
}

private func commandType(_ arguments: [String]) -> any ParsableCommand.Type {
    Upbeat.configuration.subcommands.first { $0._commandName == arguments.first } ?? Upbeat.self
}

/// A sentence about a command that does not exist.
private func unknownCommand(_ arguments: [String]) -> String? {
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let names = Upbeat.configuration.subcommands.map { $0._commandName } + ["help"]
    guard !names.contains(first) else { return nil }
    let meant = nearest(first, in: names).map { "did you mean `upbeat \($0)`?" } ?? "`upbeat --help` lists the commands"
    return "there is no command \(Words.quoted(first)); \(meant)"
}
