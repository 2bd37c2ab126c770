import Foundation
import Processes
import Recurrence
import Testing

@testable import Daemon

/// What a start waits for, and what a stop waits for, against children that are no daemons.
struct StartWatchTests {
    /// A shell in the background of a start, and the watch over it.
    private func watching(
        _ temporary: TemporaryHome, _ script: String, patience: Duration = .seconds(20)
    ) throws -> (DetachedChild, StartWatch) {
        let home = temporary.home
        let output = try #require(try DaemonOutput(home.daemonOutput))
        let ready = try ReadySocket(home.readySocket)
        let child = try DetachedChild.spawn(
            "/bin/sh", name: "sh", arguments: ["-c", script],
            environment: ["NOTIFY_SOCKET": ready.path, "PATH": "/usr/local/bin:/usr/bin:/bin"], output: output.file.descriptor)
        return (
            child,
            StartWatch(
                child: child, ready: ready, output: output, file: home.daemonOutput, log: home.logFile, patience: patience)
        )
    }

    /// Sends one datagram, as a daemon does.
    private static func send(_ text: String) -> String {
        #"python3 -c 'import os, socket; socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"\#(text)", os.environ["NOTIFY_SOCKET"])'"#
    }

    @Test("it ends with the daemon's word, which may come with others") func ready() async throws {
        try await TemporaryHome.withAsync { temporary in
            let (child, watch) = try watching(temporary, Self.send("STATUS=up\\nREADY=1\\nMAINPID=1") + "; exec sleep 60")
            defer { kill(child.pid, SIGKILL) }
            try await watch.waitUntilReady()
        }
    }

    @Test("one that is ready and ends at once was ready") func readyAndGone() async throws {
        try await TemporaryHome.withAsync { temporary in
            try await watching(temporary, Self.send("READY=1")).1.waitUntilReady()
        }
    }

    @Test("its end before is told with its own words and code") func ended() async throws {
        try await TemporaryHome.withAsync { temporary in
            let failure = await #expect(throws: CommandFailure.self) {
                try await watching(temporary, "echo 'upbeat: warning: odd' >&2; echo 'upbeat: no' >&2; exit 6").1.waitUntilReady()
            }
            #expect(failure == CommandFailure(message: "warning: odd\nno", exitCode: 6))
        }
        try await TemporaryHome.withAsync { temporary in
            let failure = await #expect(throws: CommandFailure.self) { try await watching(temporary, "exit 3").1.waitUntilReady() }
            #expect(failure?.message == "the daemon ended with exit code 3 while it started; see \(temporary.home.logFile)")
        }
    }

    @Test("where its words reached no file, its last status tells why it ended") func endedOnAFullDisk() async throws {
        try await TemporaryHome.withAsync { temporary in
            let script = "\(Self.send("STATUS=checking")); \(Self.send("STATUS=there is no room left")); exit 1"
            let failure = await #expect(throws: CommandFailure.self) { try await watching(temporary, script).1.waitUntilReady() }
            #expect(failure == CommandFailure(message: "there is no room left"))
        }
        try await TemporaryHome.withAsync { temporary in
            let script = "\(Self.send("STATUS=less")); echo 'upbeat: more' >&2; exit 1"
            let failure = await #expect(throws: CommandFailure.self) { try await watching(temporary, script).1.waitUntilReady() }
            #expect(failure == CommandFailure(message: "more"))
        }
    }

    @Test("one that is silent for too long is left to go on; it may ask for more time") func silent() async throws {
        try await TemporaryHome.withAsync { temporary in
            let (child, watch) = try watching(temporary, "exec sleep 60", patience: .milliseconds(100))
            defer { kill(child.pid, SIGKILL) }
            let failure = await #expect(throws: CommandFailure.self) { try await watch.waitUntilReady() }
            #expect(failure?.exitCode == 75 && failure?.message.contains("process \(child.pid)) is not ready after 100ms") == true)
            #expect(child.ending() == nil)
        }
        try await TemporaryHome.withAsync { temporary in
            let script = "\(Self.send("EXTEND_TIMEOUT_USEC=60000000")); sleep 2; \(Self.send("READY=1"))"
            try await watching(temporary, script, patience: .milliseconds(1500)).1.waitUntilReady()
        }
    }

    @Test("what an interrupted start left is replaced; something else in its place is not") func staleSocket() throws {
        try TemporaryHome.with { temporary in
            let path = temporary.home.readySocket
            let stale = try #require(NotifyAddress.open())
            let address = try NotifyAddress(path)
            #expect(address.withAddress { bind(stale, $0, $1) } == 0)
            close(stale)
            do {
                let ready = try ReadySocket(path)
                #expect(mode(path) == 0o600 && ready.lines() == [])
            }
            #expect(mode(path) == nil)
            try temporary.write("start.sock", "precious")
            #expect(throws: HomeError.notASocket(path: path)) { try ReadySocket(path) }
            #expect(try temporary.read(path) == "precious")
        }
    }

    @Test("a stop waits for the process, sends TERM again where it is to be at once, and gives up in time") func stop() async throws {
        try await TemporaryHome.withAsync { temporary in
            try temporary.write("upbeat.yaml", "engine: {drain_limit: 0s}\n")
            let options = DaemonOptions(home: temporary.home.state)
            // Counts the signals, and ends at the third.
            let script = "n=0; trap 'n=$((n+1)); [ $n -ge 3 ] && exit 0' TERM; echo up; while :; do sleep 0.05; done"
            let child = try Child(["/bin/sh", "-c", script])
            defer { child.end() }
            #expect(child.readLine() == "up")
            let daemon = RunningDaemon(
                pid: child.pid, startedAt: Instant(milliseconds: 0), version: "0", socket: temporary.home.socket,
                identity: try #require(ProcessIdentity.of(pid: child.pid)))
            var told: [Duration] = []
            let failure = await #expect(throws: CommandFailure.self) {
                try await stopDaemon(daemon, options, isAtOnce: false, slack: .milliseconds(900)) { told.append($0) }
            }
            #expect(failure?.exitCode == 75 && failure?.message.contains("`kill -KILL \(child.pid)`") == true)
            #expect(told == [.milliseconds(900)])
            try await stopDaemon(daemon, options, isAtOnce: true) { _ in }
            #expect(!daemon.identity.isAlive)
        }
    }
}
