import Foundation
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// `status` and `doctor` of the built program, beside daemons that run, hang, die and come back.
    @Suite(.serialized) struct StatusAndDoctorTests {
        /// The files of a house with their bytes and times, what the daemon itself writes while it lives left out.
        private static func files(_ home: KillHome) throws -> [String: String] {
            var state: [String: String] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: home.state) {
                var facts = stat()
                guard lstat(home.state + "/" + name, &facts) == 0 else { continue }
                let bytes = FileManager.default.contents(atPath: home.state + "/" + name) ?? Data()
                state[name] = "\(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec) \(bytes.count) \(bytes.base64EncodedString())"
            }
            return state
        }

        private struct Silence: Sendable {
            var before: [String: String] = [:]
            var after: [String: String] = [:]
            var never = CommandLineTool.Outcome()
            var neverMade = true
            var page = CommandLineTool.Outcome()
            var took: Duration = .zero
            var json = CommandLineTool.Outcome()
            var doctor = CommandLineTool.Outcome()
            var woken = CommandLineTool.Outcome()
            var dead = CommandLineTool.Outcome()
            var deadBefore: [String: String] = [:]
            var deadAfter: [String: String] = [:]
            var pid: Int32 = 0
        }

        @Test func `a daemon that hangs or is gone is told by its files, which stay as they are to the byte`() async throws {
            let story = try await onOwnThread {
                var story = Silence()
                let home = try KillHome()
                let tool = CommandLineTool(home)
                story.never = try tool.run("status")
                story.neverMade = try FileManager.default.contentsOfDirectory(atPath: home.state) != []
                let house = try QuietHouse(home: home)
                defer { house.close() }
                story.pid = house.daemon.pid
                _ = try house.waitUntilEnded(try house.post(["/bin/true"]))
                kill(story.pid, SIGSTOP)
                defer { kill(story.pid, SIGCONT) }
                story.before = try Self.files(home)
                let begun = BootTime.now()
                story.page = try tool.run("status")
                story.took = BootTime.now() - begun
                story.json = try tool.run("status", "--json")
                story.doctor = try tool.run("doctor")
                story.after = try Self.files(home)
                kill(story.pid, SIGCONT)
                story.woken = try tool.run("status")
                try house.daemon.kill9()
                story.deadBefore = try Self.files(home)
                story.dead = try tool.run("status")
                _ = try tool.run("doctor")
                story.deadAfter = try Self.files(home)
                return story
            }
            #expect(story.never.code == 5 && story.never.err.contains("nothing has been stored yet") && !story.neverMade)
            #expect(story.page.code == 3 && story.page.out.hasPrefix("upbeat 0.1.0 is not answering\n"), "\(story.page)")
            #expect(story.page.out.contains("held by the daemon (process \(story.pid)") && story.page.out.contains("1 completed"))
            #expect(story.took < .seconds(4), "it took \(story.took)")
            let json = try JSON(parsing: story.json.out)
            #expect(json["state"] == "not answering" && json["source"] == "files" && json["pid"]?.integerValue == Int64(story.pid))
            #expect(story.doctor.code == 1 && story.doctor.out.contains("error\tdaemon\tdaemon\tthe daemon (process \(story.pid)) listens"))
            #expect(story.before == story.after, "a look changed a file")
            #expect(story.woken.code == 0 && story.woken.out.hasPrefix("upbeat 0.1.0 is running\n"))
            #expect(
                story.dead.code == 3 && story.dead.out.hasPrefix("upbeat 0.1.0 is not running\n") && story.dead.out.contains("1 completed"))
            #expect(story.deadBefore == story.deadAfter, "a look at a dead daemon's house changed a file")
        }

        @Test func `watching goes on while the daemon restarts, one document a line`() async throws {
            let states = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let output = house.home.folder + "/watched"
                let watching = try SpawnedProcess(
                    try UpbeatBinary.find(), ["status", "--watch", "--json"], environment: house.home.environment, output: output,
                    errors: house.home.folder + "/watched.err")
                defer {
                    kill(watching.pid, SIGKILL)
                    _ = try? watching.waitForEnd(within: .seconds(10))
                }
                func states() throws -> [String] {
                    let text = try String(contentsOfFile: output, encoding: .utf8)
                    guard text.hasSuffix("\n") else { return [] }
                    return try text.split(separator: "\n").map { line in
                        let document = try JSON(parsing: String(line))
                        return "\(document["state"]?.stringValue ?? "?") \(document["pid"]?.integerValue ?? 0)"
                    }
                }
                func wait(for state: String) throws {
                    try waitFor("\(state) to be told", within: .seconds(20)) { try states().contains(state) ? true : nil }
                }
                try wait(for: "running \(house.daemon.pid)")
                house.stop()
                try wait(for: "stopped 0")
                let next = try DaemonUnderTest(binary: try UpbeatBinary.find(), home: house.home)
                defer { next.putAway() }
                try next.waitUntilReady()
                try wait(for: "running \(next.pid)")
                kill(watching.pid, SIGINT)
                #expect(try watching.waitForEnd(within: .seconds(10)) == .signalled(SIGINT))
                next.askToEnd()
                _ = try next.waitForEnd(within: .seconds(20))
                return try states()
            }
            #expect(states.count >= 3)
        }

        private static let setpriv = "/usr/bin/setpriv"

        /// Becoming another user takes root.
        @Test(.enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: setpriv)))
        func `another user's house is a matter of access`() async throws {
            let (code, text) = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let output = house.home.folder + "/other"
                let user = ["--reuid", "65534", "--regid", "65534", "--clear-groups", try UpbeatBinary.find(), "doctor"]
                let process = try SpawnedProcess(Self.setpriv, user, environment: house.home.environment, output: output)
                let ending = try process.waitForEnd(within: .seconds(30))
                return (ending, try String(contentsOfFile: output, encoding: .utf8))
            }
            #expect(code == .exited(4) && text.contains("error\tfiles\tstate folder\t"), "\(text)")
        }

        @Test func `a lock file that was removed under the daemon is an error, and a house in order is none`() async throws {
            let (well, removed) = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let tool = CommandLineTool(house.home)
                let well = try tool.run("doctor")
                unlink(house.home.lockFile)
                return (well, try tool.run("doctor"))
            }
            #expect(well.code == 0 && well.out.contains("ok\tdaemon\tdaemon\tthe daemon (process "), "\(well)")
            #expect(removed.code == 1 && removed.out.contains("holds a lock file that was removed or replaced"), "\(removed.out)")
        }
    }
}
