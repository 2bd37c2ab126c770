import Foundation
import Pulses
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// The daemon's life through the built program: its crashes on record, its configuration read anew, its signals.
    @Suite(.serialized) struct LifeTests {
        @Test(
            "a crash is noticed by whoever comes next, with what ended it and what ran",
            arguments: [
                (SIGSEGV, "signal 11 (SIGSEGV)"), (SIGABRT, "signal 6 (SIGABRT)"), (SIGKILL, "no word: killed, or the power was cut"),
            ])
        func crash(_ number: Int32, _ words: String) async throws {
            let story = try await onOwnThread {
                let home = try KillHome()
                defer { home.remove() }
                var story = CrashStory()
                let binary = try UpbeatBinary.find()
                let daemon = try DaemonUnderTest(binary: binary, home: home)
                defer { daemon.putAway() }
                try daemon.waitUntilReady()
                let connection = UnixHTTPConnection(path: home.socket)
                let ledger = home.folder + "/runs"
                let body = "{\"command\":[\"/bin/sh\",\"-c\",\"echo > '\(ledger)'; exec sleep 60\"]}"
                _ = try connection.request("POST", "/v1/pulses", body: Array(body.utf8))
                try waitFor("the run", within: .seconds(20)) { FileManager.default.fileExists(atPath: ledger) ? true : nil }
                kill(daemon.pid, number)
                story.ending = try daemon.waitForEnd(within: .seconds(20)).0
                // A command without a daemon takes the lock first; the record is the same.
                _ = try CommandLineTool(home).run("ls")
                for _ in 0..<2 {
                    let next = try DaemonUnderTest(binary: binary, home: home)
                    defer { next.putAway() }
                    try next.waitUntilReady()
                    let events =
                        try FinalDump.get("/v1/events?limit=1000", UnixHTTPConnection(path: home.socket))["events"]?.arrayValue ?? []
                    story.events = events.filter { $0["kind"] == "daemon.crashed" }.compactMap { $0["detail"]?.stringValue }
                    kill(next.pid, SIGTERM)
                    story.orderly = try next.waitForEnd(within: .seconds(20)).0
                }
                story.lock = try Data(contentsOf: URL(fileURLWithPath: home.lockFile)).count
                return story
            }
            #expect(story.ending == .signalled(number))
            // Once, though two daemons and a command came after it.
            #expect(story.events == [words])
            #expect(story.orderly == .exited(0) && story.lock == 0)
        }

        private struct CrashStory: Sendable {
            var ending: SpawnedProcess.Ending?
            var events: [String] = []
            var orderly: SpawnedProcess.Ending?
            var lock = -1
        }

        @Test("HUP, a changed file and reload swap the configuration whole; a wrong one changes nothing and is named")
        func reload() async throws {
            let story = try await onOwnThread {
                let home = try KillHome(settings: ["UPBEAT_ENGINE_SLOTS": ""], file: "engine: {slots: 2}\n")
                defer { home.remove() }
                let house = try QuietHouse(home: home)
                defer { house.stop() }
                let tool = CommandLineTool(home)
                var story = ReloadStory()
                func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: home.state + "/upbeat.yaml")) }
                func slots() throws -> Int64? { try FinalDump.get("/v1/status", house.connection)["slots"]?.integerValue }
                func logs(_ text: String) -> Bool { (try? String(contentsOfFile: home.log, encoding: .utf8))?.contains(text) == true }
                try write("engine: {slots: 3}\nschedules:\n  a: {every: 1h, command: [\"true\"]}\n")
                story.slots.append(try waitFor("the changed file", within: .seconds(20)) { try slots() == 3 ? 3 : nil })
                story.dryRun = try tool.run("apply", "--dry-run").out
                try write("engine: {slots: 4}\nschedules:\n  a: {every: 2h, command: [\"true\"]}\n  b: {every: 1h, command: [\"true\"]}\n")
                story.dry = try tool.run("apply", "--dry-run").out
                story.applied = try tool.run("apply").out + (try tool.run("reload").out)
                story.slots.append(try slots() ?? 0)
                // A wrong one: by the file's change, by the command, and by HUP.
                try write("engine: {slots: none}\nschedules:\n  c: {every: 1h, command: [\"true\"]}\n")
                story.refused = try tool.run("reload")
                try waitFor("the word about the file", within: .seconds(20)) { logs("(upbeat.yaml changed) and not taken") ? true : nil }
                kill(house.daemon.pid, SIGHUP)
                try waitFor("the word about HUP", within: .seconds(20)) { logs("(SIGHUP) and not taken") ? true : nil }
                story.slots.append(try slots() ?? 0)
                story.names =
                    try FinalDump.get("/v1/schedules", house.connection)["schedules"]?.arrayValue?.compactMap {
                        $0["name"]?.stringValue
                    } ?? []
                // One schedule that is wrong concerns itself alone.
                try write("engine: {slots: 5}\nhttp: {host: \"::1\"}\nschedules:\n  a: {every: never, command: [\"true\"]}\n")
                story.partly = try tool.run("reload")
                story.slots.append(try slots() ?? 0)
                kill(house.daemon.pid, SIGUSR1)
                try waitFor("the dump", within: .seconds(20)) { logs("engine: 0 of 5 slots in use") ? true : nil }
                return story
            }
            #expect(story.slots == [3, 4, 4, 5])
            #expect(story.dryRun == "nothing would change: what the files say is in force\n")
            let changes = "~ changed setting  engine.slots  3 -> 4\n+ added schedule b\n~ changed schedule a\n"
            #expect(story.dry == changes + "nothing was done; `upbeat apply` does it\n", "\(story.dry)")
            #expect(story.applied.hasPrefix(changes) || story.applied.hasPrefix("nothing changed"), "\(story.applied)")
            #expect(story.applied.hasSuffix("nothing changed: what the files say is in force\n"))
            #expect(story.refused.code == 1 && story.refused.err.contains("upbeat.yaml:1: engine.slots: expected a number from 1 to 10000"))
            #expect(story.names == ["a", "b"])
            #expect(
                story.partly.code == 1 && story.partly.err.contains("a is refused: upbeat.yaml:4: schedules.a.every"), "\(story.partly)")
        }

        private struct ReloadStory: Sendable {
            var slots: [Int64] = []
            var dryRun = ""
            var dry = ""
            var applied = ""
            var refused = CommandLineTool.Outcome()
            var names: [String] = []
            var partly = CommandLineTool.Outcome()
        }

        @Test("a socket that is removed is made again, and what is in its place is left alone and named")
        func removedSocket() async throws {
            let (modes, isNamed) = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let socket = house.home.socket
                var modes: [mode_t] = []
                func logs(_ text: String) -> Bool { (try? String(contentsOfFile: house.home.log, encoding: .utf8))?.contains(text) == true }
                func mode() -> mode_t? {
                    var facts = stat()
                    return lstat(socket, &facts) == 0 && facts.st_mode & S_IFMT == S_IFSOCK ? facts.st_mode & 0o777 : nil
                }
                for _ in 0..<3 {
                    unlink(socket)
                    try waitFor("the socket", within: .seconds(20)) {
                        (try? UnixHTTPConnection(path: socket).request("GET", "/v1/status"))?.status == 200 ? true : nil
                    }
                    modes.append(mode() ?? 0)
                }
                guard rename(socket, socket + ".old") == 0 else { throw HarnessError("the socket could not be moved") }
                // It may have been made again before; then this fails, and the directory stays where it is.
                let isInTheWay = mkdir(socket, 0o700) == 0
                if isInTheWay {
                    try waitFor("the word about it", within: .seconds(20)) { logs("cannot be made again") ? true : nil }
                    rmdir(socket)
                }
                try waitFor("the socket", within: .seconds(20)) {
                    (try? UnixHTTPConnection(path: socket).request("GET", "/v1/status"))?.status == 200 ? true : nil
                }
                return (modes, logs("was removed; it is made again"))
            }
            #expect(modes == [0o600, 0o600, 0o600] && isNamed)
        }

        @Test("TERM at any moment of the start ends it, and the next start works")
        func termWhileStarting() async throws {
            let endings = try await onOwnThread {
                let home = try KillHome()
                defer { home.remove() }
                let binary = try UpbeatBinary.find()
                var endings: [SpawnedProcess.Ending] = []
                for step in 0..<30 {
                    let process = try SpawnedProcess(binary, ["run"], environment: home.environment, output: home.log)
                    usleep(UInt32(step) * 4000)
                    kill(process.pid, SIGTERM)
                    endings.append(try process.waitForEnd(within: .seconds(20)))
                }
                let daemon = try DaemonUnderTest(binary: binary, home: home)
                defer { daemon.putAway() }
                try daemon.waitUntilReady()
                let events = try FinalDump.get("/v1/events?limit=1000", UnixHTTPConnection(path: home.socket))["events"]?.arrayValue ?? []
                guard !events.contains(where: { $0["kind"] == "daemon.crashed" }) else {
                    throw HarnessError("a start that was ended passes for a crash")
                }
                kill(daemon.pid, SIGTERM)
                endings.append(try daemon.waitForEnd(within: .seconds(20)).0)
                return endings
            }
            // Before it traps signals, TERM ends it as the system does.
            #expect(endings.allSatisfy { [.exited(0), .signalled(SIGTERM)].contains($0) }, "\(endings)")
            #expect(endings.last == .exited(0))
        }
    }
}
