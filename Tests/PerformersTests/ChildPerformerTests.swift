import Foundation
import Pulses
import Recurrence
import Synchronization
import TestSupport
import Testing

@testable import Performers

/// Real children in a folder of the test's own; agents are small shell scripts on a PATH of their own.
@Suite(.timeLimit(.minutes(2))) struct ChildPerformerTests {
    private let folder: String
    private let clock = ManualClock(now: StoreContract.start)

    init() throws {
        folder = NSTemporaryDirectory() + "upbeat-performers-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/bin", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder + "/desk", withIntermediateDirectories: true)
    }

    private func tidy() { try? FileManager.default.removeItem(atPath: folder) }

    private func install(_ name: String, _ script: String) throws {
        let path = folder + "/bin/" + name
        try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    private func performer(desk: String? = nil) -> ChildPerformer {
        ChildPerformer(
            settings: ChildPerformer.Settings(
                home: "test-\(folder.hashValue)", desk: desk ?? folder + "/desk", grace: .milliseconds(300), outputLimit: 4096),
            catalogue: RunnerCatalogue(), environment: ChildEnvironment(of: ["PATH": "\(folder)/bin:/usr/bin:/bin", "HOME": folder]),
            folder: OutputFolder(path: folder + "/output"), clock: clock)
    }

    private func run(
        _ spec: PulseSpec, stop: StopSwitch = StopSwitch(), number: Int64 = 7,
        _ started: @escaping @Sendable (ProcessRecord) -> Void = { _ in }
    ) -> Run {
        let claim = Claim(
            key: RunKey(pulse: PulseID(number), attempt: 1), spec: spec, dueAt: StoreContract.start, startedAt: StoreContract.start,
            spent: 0, lost: 0)
        return Run(claim: claim, boot: BootID("boot"), stop: stop) { started($0) }
    }

    private func command(_ script: String) -> PulseSpec {
        var spec = StoreContract.spec()
        spec.action = .command(Command(arguments: ["sh", "-c", script]))
        return spec
    }

    private func prompt(_ text: String, _ runner: String, session: String? = nil) -> PulseSpec {
        var spec = StoreContract.spec()
        spec.action = .prompt(Prompt(text: text, session: session, runner: runner))
        return spec
    }

    private func output(_ performer: ChildPerformer, _ stream: OutputStreamName = .output, number: Int64 = 7) -> String? {
        OutputFolder(path: folder + "/output").output(
            of: RunKey(pulse: PulseID(number), attempt: 1), stream: stream, offset: 0, limit: 1 << 20
        )
        .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("hapi is called in the desk folder with its arguments, and what it says is kept")
    func runsHapi() async throws {
        defer { tidy() }
        try install("hapi", "pwd; for a in \"$@\"; do echo \"[$a]\"; done; echo oops >&2")
        let performer = performer()
        let process = Mutex<ProcessRecord?>(nil)
        let end = await performer.perform(run(prompt("Say hello", "hapi", session: "abc")) { record in process.withLock { $0 = record } })
        #expect(end.outcome == .succeeded && end.exitCode == 0 && end.error == nil)
        let desk = try #require(realpath(folder + "/desk", nil).map { String(cString: $0) })
        #expect(output(performer) == "\(desk)\n[run]\n[--resume]\n[abc]\n[--text]\n[Say hello]\n")
        #expect(output(performer, .error) == "oops\n")
        #expect(end.outputBytes == Int64(output(performer)?.utf8.count ?? 0) && end.errorBytes == 5)
        #expect(process.withLock { $0 }.map { $0.pid > 0 && $0.group == $0.pid } == true)
    }

    @Test("a failure names the exit code and the end of what the agent said")
    func namesTheFailure() async throws {
        defer { tidy() }
        try install("claude", "cat > /dev/null; echo 'quota used up' >&2; exit 3")
        let end = await performer().perform(run(prompt("Say hello", "claude")))
        #expect(end.outcome == .failed && end.exitCode == 3 && !end.isFatal)
        #expect(end.error == "claude ended with exit code 3: quota used up")
    }

    @Test("a runner that is not installed fails for good and says what to install")
    func notInstalled() async throws {
        defer { tidy() }
        let end = await performer().perform(run(prompt("Say hello", "goose")))
        #expect(end.outcome == .failed && end.isFatal)
        #expect(end.error?.contains("goose") == true && end.error?.contains("install") == true)
        let undecided = await performer().perform(run(prompt("Say hello", Runner.undecided)))
        #expect(undecided.isFatal && undecided.error?.contains("no agent is installed") == true)
        let unknown = await performer().perform(run(prompt("Say hello", "zzz")))
        #expect(unknown.isFatal && unknown.error?.contains("zzz") == true)
    }

    @Test("the undecided runner is the first one installed when it runs")
    func decidesLate() async throws {
        defer { tidy() }
        try install("codex", "cat")
        let performer = performer()
        #expect(await performer.perform(run(prompt("Say hello", Runner.undecided))).outcome == .succeeded)
        #expect(output(performer) == "Say hello")
    }

    @Test("a desk folder that is missing is named, not the agent")
    func missingDesk() async throws {
        defer { tidy() }
        try install("hapi", "true")
        let end = await performer(desk: folder + "/nowhere").perform(run(prompt("Say hello", "hapi")))
        #expect(end.outcome == .failed && end.isFatal && end.error?.contains("/nowhere") == true)
    }

    @Test("a long prompt reaches the agent through a file, which is gone afterwards")
    func longPrompt() async throws {
        defer { tidy() }
        try install("hapi", "file=$(echo \"$3\" | grep -o '/[^ ]*prompt'); wc -c < $file; echo $file")
        let performer = performer()
        let end = await performer.perform(run(prompt(String(repeating: "x", count: 200_000), "hapi")))
        #expect(end.outcome == .succeeded, "\(String(describing: end.error))")
        let lines = output(performer)?.split(separator: "\n") ?? []
        #expect(lines.first?.trimmingCharacters(in: .whitespaces) == "200000")
        #expect(lines.last.map { !FileManager.default.fileExists(atPath: String($0)) } == true)
    }

    @Test("a timeout, a cancel and a shutdown each end the run and are told apart")
    func stops() async throws {
        defer { tidy() }
        var slow = command("sleep 60")
        slow.timeout = .milliseconds(100)
        let timedOut = await performer().perform(run(slow))
        #expect(timedOut.outcome == .timedOut && timedOut.stopped == .timedOut && timedOut.error?.contains("0.1 s") == true)
        for reason in [StopReason.cancelled, .shutdown] {
            let stop = StopSwitch()
            let end = await performer().perform(run(command("sleep 60"), stop: stop) { _ in stop.ask(reason, grace: .zero) })
            #expect(end.outcome == .cancelled && end.stopped == reason)
        }
        let before = StopSwitch()
        before.ask(.cancelled, grace: .zero)
        #expect(await performer().perform(run(command("touch \(folder)/ran"), stop: before)).outcome == .cancelled)
        #expect(!FileManager.default.fileExists(atPath: folder + "/ran"))
    }

    @Test("a run knows itself by its environment")
    func knowsItself() async throws {
        defer { tidy() }
        let performer = performer()
        var spec = command("echo $UPBEAT_PULSE_ID $UPBEAT_ATTEMPT $COLOUR; echo $UPBEAT_RUN")
        spec.environment = ["COLOUR": "red"]
        _ = await performer.perform(run(spec))
        let lines = output(performer)?.split(separator: "\n") ?? []
        #expect(lines.first == "7 1 red")
        #expect(lines.last?.hasSuffix("/boot/7/1") == true)
    }

    @Test("the echo runner answers with the prompt and starts nothing")
    func echoes() async throws {
        defer { tidy() }
        let performer = performer()
        #expect(await performer.perform(run(prompt("Say hello", "echo"))).outcome == .succeeded)
        #expect(output(performer) == "Say hello\n")
    }

    @Test("what another boot of this folder left is found and ended; strangers and its own are left alone")
    func endsLeftovers() async throws {
        defer { tidy() }
        let performer = performer()
        let stop = StopSwitch()
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        async let end = performer.perform(run(command("sleep 60"), stop: stop, number: 9) { _ in continuation.finish() })
        for await _ in stream {}
        let key = RunKey(pulse: PulseID(9), attempt: 1)
        #expect(performer.leftovers(notOf: BootID("boot")) == [])
        #expect(performer.leftovers(notOf: BootID("later")) == [key])
        #expect(await performer.endLeftovers([key], notOf: BootID("later"), grace: .milliseconds(300)) == [key])
        #expect(await end.signal == 15)
        #expect(performer.leftovers(notOf: BootID("later")) == [])
    }

    @Test("output is read by offset, from the end, and not at all where there is none")
    func readsOutput() async throws {
        defer { tidy() }
        _ = await performer().perform(run(command("printf 0123456789")))
        let store = OutputFolder(path: folder + "/output")
        let key = RunKey(pulse: PulseID(7), attempt: 1)
        func text(_ offset: Int64, _ limit: Int) -> String? {
            store.output(of: key, stream: .output, offset: offset, limit: limit).map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect([text(0, 4), text(8, 10), text(-3, 10), text(99, 5), text(-99, 2)] == ["0123", "89", "789", "", "01"])
        #expect(store.output(of: key, stream: .error, offset: 0, limit: 5) == nil)
        #expect(store.output(of: RunKey(pulse: PulseID(8), attempt: 1), stream: .output, offset: 0, limit: 5) == nil)
    }

    @Test("which failures are final is told by the rules, and by what is built in") func finalFailures() async throws {
        defer { tidy() }
        let performer = performer()
        func isFatal(_ script: String, fatal: [String] = [], transient: [String] = []) async throws -> Bool {
            var spec = command(script)
            spec.retry.rules = FailureRules(
                fatal: try fatal.map { try #require(FailureRule(parsing: $0)) },
                transient: try transient.map { try #require(FailureRule(parsing: $0)) })
            let end = await performer.perform(run(spec))
            #expect(end.outcome == .failed)
            return end.isFatal
        }
        #expect(try await isFatal("exit 3") == false)
        #expect(try await isFatal("exit 3", fatal: ["exit 2-3"]))
        #expect(try await isFatal("echo no such model >&2; exit 9", fatal: ["stderr no such model"]))
        let usage = "echo no such model >&2; head -c 20000 /dev/zero | tr '\\0' 'u' >&2; exit 9"
        #expect(try await isFatal(usage, fatal: ["stderr no such model"]), "what comes first, before a page of usage")
        #expect(try await isFatal("echo no such model; exit 9", fatal: ["stderr no such model"]) == false)
        #expect(try await isFatal("echo 'Unknown command: dance' >&2; exit 1"))
        #expect(try await isFatal("echo 'Unknown command: dance' >&2; exit 1", transient: ["exit 1"]) == false)
        #expect(try await isFatal("kill -9 $$", fatal: ["exit 1-255"]) == false)
    }
}
