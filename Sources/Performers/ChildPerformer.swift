import Foundation
import Processes
package import Pulses
import Recurrence

/// Does prompts and commands: each attempt is one child and its process tree.
package struct ChildPerformer: Performer {
    package struct Settings: Sendable {
        /// Names this state folder in the marker of its runs, so that two daemons never take each other's.
        package var home: String
        /// Where a child starts that names no folder.
        package var desk: String
        /// Between TERM and KILL when a run times out or leaves processes behind.
        package var grace: Duration
        /// Bytes kept of each output stream.
        package var outputLimit: Int

        package init(home: String, desk: String, grace: Duration, outputLimit: Int) {
            self.home = home
            self.desk = desk
            self.grace = grace
            self.outputLimit = outputLimit
        }
    }

    private let settings: Settings
    private let catalogue: RunnerCatalogue
    private let environment: ChildEnvironment
    private let folder: OutputFolder
    private let clock: any WallClock

    package init(
        settings: Settings, catalogue: RunnerCatalogue, environment: ChildEnvironment, folder: OutputFolder, clock: any WallClock
    ) {
        self.settings = settings
        self.catalogue = catalogue
        self.environment = environment
        self.folder = folder
        self.clock = clock
    }

    // MARK: performing

    package func perform(_ run: Run) async -> AttemptEnd {
        do {
            switch run.claim.spec.action {
            case .prompt(let prompt): return try await perform(prompt, run)
            case .command(let command):
                let variables = variables(nil, run)
                let call = RunnerCall(arguments: command.arguments)
                return await perform(call, variables, .command(command.arguments.first ?? ""), run)
            case .webhook:
                return failure("a webhook is no child; it is done by ActionPerformer")
            }
        } catch {
            return failure(error.description)
        }
    }

    private func perform(_ prompt: Prompt, _ run: Run) async throws(RunnerProblem) -> AttemptEnd {
        let variables = variables(nil, run)
        let runner = try runner(named: prompt.runner, path: variables["PATH"] ?? "")
        if runner.isBuiltIn { return say(prompt, run) }
        let promptFile = folder.promptFile(of: run.claim.key)
        let call = RunnerCall(runner, prompt, text: Briefing(run.claim).text(of: prompt), promptFile: promptFile)
        if let content = call.fileContent {
            do {
                try folder.write(content, to: promptFile)
            } catch {
                throw .promptFile(promptFile, "\(error)")
            }
        }
        defer { if call.fileContent != nil { unlink(promptFile) } }
        return await perform(call, self.variables(runner, run), .runner(runner.name), run)
    }

    private func perform(_ call: RunnerCall, _ variables: [String: String], _ subject: Subject, _ run: Run) async -> AttemptEnd {
        let name = call.arguments.first ?? ""
        guard let program = resolveExecutable(expandTilde(name, variables), path: variables["PATH"] ?? "") else {
            return failure(RunnerProblem.notInstalled(subject, program: name).description)
        }
        let spec = run.claim.spec
        let child = ChildSpec(
            executable: program, arguments: Array(call.arguments.dropFirst()), environment: variables,
            workingDirectory: expandTilde(spec.directory ?? settings.desk, variables),
            input: call.input.map { .bytes($0) } ?? .none, timeout: spec.timeout, grace: settings.grace,
            output: OutputPlan(
                standardOutput: folder.file(of: run.claim.key, stream: .output),
                standardError: folder.file(of: run.claim.key, stream: .error), limit: settings.outputLimit))
        let control = RunControl()
        run.stop.listen { request in control.end(reason: EndReason(request.reason), grace: request.grace) }
        let end = await Processes.run(child, control: control) { identity in
            await run.started(ProcessRecord(identity))
        }
        return AttemptEnd(end, subject: subject.name, timeout: spec.timeout, rules: spec.retry.rules, now: clock.now())
    }

    /// The built-in runner: the prompt is the answer.
    private func say(_ prompt: Prompt, _ run: Run) -> AttemptEnd {
        if let request = run.stop.request { return .stopped(request.reason, at: clock.now()) }
        let bytes = Array((Briefing(run.claim).text(of: prompt) + "\n").utf8)
        do {
            try folder.write(bytes, to: folder.file(of: run.claim.key, stream: .output))
        } catch {
            return AttemptEnd(outcome: .failed, error: "the output could not be written: \(error)", endedAt: clock.now())
        }
        return AttemptEnd(outcome: .succeeded, exitCode: 0, endedAt: clock.now(), outputBytes: Int64(bytes.count))
    }

    // MARK: what a dead daemon left

    package func leftovers(notOf boot: BootID) -> Set<RunKey> {
        let home = settings.home
        let own = getpid()
        let found = ProcessTable.processes { $0.home == home && $0.boot != boot.text }.filter { $0.0.pid != own }
        return Set(found.map { RunKey(pulse: PulseID($0.1.pulse), attempt: $0.1.attempt) })
    }

    package func endLeftovers(_ keys: Set<RunKey>, notOf boot: BootID, grace: Duration) async -> Set<RunKey> {
        let home = settings.home
        let areGone = await ProcessTable.endTrees(
            of: { marker in
                marker.home == home && marker.boot != boot.text
                    && keys.contains(RunKey(pulse: PulseID(marker.pulse), attempt: marker.attempt))
            }, grace: grace)
        return areGone ? keys : keys.subtracting(leftovers(notOf: boot))
    }

    // MARK: parts

    private func runner(named name: String, path: String) throws(RunnerProblem) -> Runner {
        guard name == Runner.undecided else {
            guard let runner = catalogue[name] else { throw .unknown(name, known: catalogue.names) }
            return runner
        }
        let found = catalogue.resolveDefault { runner in
            runner.program.map { resolveExecutable($0, path: path) != nil } ?? false
        }
        guard let found else { throw .noneInstalled(catalogue.runners.compactMap(\.program)) }
        return found
    }

    private func variables(_ runner: Runner?, _ run: Run) -> [String: String] {
        let key = run.claim.key
        let marker = RunMarker(home: settings.home, boot: run.boot.text, pulse: key.pulse.value, attempt: key.attempt)
        var own = PipelineVariables(run.claim, folder: folder).values
        own[RunMarker.variable] = marker.environmentValue
        own["UPBEAT_PULSE_ID"] = "\(key.pulse)"
        own["UPBEAT_ATTEMPT"] = "\(key.attempt)"
        return environment.variables(runner: runner, action: run.claim.spec.environment, marker: own)
    }

    private func expandTilde(_ path: String, _ variables: [String: String]) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = variables["HOME"] else { return path }
        return home + path.dropFirst()
    }

    private func failure(_ text: String) -> AttemptEnd {
        AttemptEnd(outcome: .failed, isFatal: true, error: text, endedAt: clock.now())
    }
}

extension RunnerCall {
    /// A command's own arguments.
    init(arguments: [String]) {
        self.arguments = arguments
        input = nil
        fileContent = nil
    }
}

/// Whom an error speaks of.
enum Subject {
    case runner(String)
    case command(String)

    var name: String {
        switch self {
        case .runner(let name), .command(let name): name
        }
    }
}

/// Why a prompt found nobody to run it. No retry mends these.
enum RunnerProblem: Error, CustomStringConvertible {
    case unknown(String, known: [String])
    case noneInstalled([String])
    case notInstalled(Subject, program: String)
    case promptFile(String, String)

    var description: String {
        switch self {
        case .unknown(let name, let known):
            "the runner \(name) is not defined any more; define it under runners: in the configuration, or use one of \(known.joined(separator: ", "))"
        case .noneInstalled(let programs):
            "no agent is installed: install one of \(programs.joined(separator: ", ")) so that it is on the daemon's PATH, or name a runner"
        case .notInstalled(_, let program) where program.contains("/"):
            "\(program) is not there or is no file that may be executed; look at its path and its mode"
        case .notInstalled(.command, let program):
            "the program \(program) was not found on the PATH of the run; install it, or give its full path"
        case .notInstalled(.runner(let name), let program):
            "the runner \(name) needs the program \(program), which is not on the PATH of the run; install it, or use another runner"
        case .promptFile(let path, let why): "the prompt could not be written to \(path): \(why)"
        }
    }
}
