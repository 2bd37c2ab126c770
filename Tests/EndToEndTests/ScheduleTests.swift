import Foundation
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// The way of a schedule through the built program: made, fired, steered, removed; declared in a file.
    @Suite(.serialized) struct ScheduleTests {
        @Test func `a schedule is added, fires each second, pauses, resumes and is removed`() async throws {
            let story = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let tool = CommandLineTool(house.home)
                var story = Story()
                let made = try tool.run("add", "--command", "--every", "1s", "--name", "tick", "--", "true")
                story.said = made.out
                try waitFor("two fires", within: .seconds(20)) { try house.fires("tick") >= 2 ? true : nil }
                story.shown = try tool.run("show", "tick").out
                _ = try tool.run("pause", "tick", "--why", "enough")
                let paused = try house.schedule("tick")
                story.pausedBy = paused["schedule"]?["pause"]?["by"]?.stringValue
                story.nextWhilePaused = paused["next_fires"]?.arrayValue?.count
                let fires = try house.fires("tick")
                _ = try tool.run("resume", "tick")
                try waitFor("another fire", within: .seconds(20)) { try house.fires("tick") > fires ? true : nil }
                story.fates = try house.fates("tick")
                _ = try tool.run("rm", "tick")
                story.afterwards = try tool.run("show", "tick").code
                story.again = try tool.run("add", "--command", "--every", "1h", "--name", "tick", "--", "true").code
                return story
            }
            #expect(story.said.hasPrefix("schedule tick is made: Every second"))
            #expect(story.shown.contains("schedule tick is active") && story.shown.contains("completed after"))
            #expect(story.pausedBy == "person" && story.nextWhilePaused == 0)
            #expect(Set(story.fates).isSubset(of: ["fired", "skipped paused", "skipped overlap"]), "\(story.fates)")
            #expect(story.afterwards == 5 && story.again == 0)
        }

        @Test func `declared schedules are in force after the start, a bad one is refused alone, and edits name the file`() async throws {
            let story = try await onOwnThread {
                let home = try KillHome()
                defer { home.remove() }
                let file = home.state + "/upbeat.yaml"
                try Self.write(
                    "schedules:\n  tick:\n    every: 1s\n    command: [\"true\"]\n  bad:\n    cron: \"61 * * * *\"\n    prompt: x\n",
                    to: file)
                let tool = CommandLineTool(home)
                var story = Story()
                story.check = try tool.run("config", "check")
                try Self.life(home) { house in
                    try waitFor("a fire", within: .seconds(20)) { try house.fires("tick") >= 1 ? true : nil }
                    story.edit = try tool.run("edit", "tick", "--every", "5m")
                    story.afterwards = try tool.run("show", "bad").code
                    _ = try tool.run("pause", "tick")
                }
                // The file changes; the pause survives it.
                try Self.write("schedules:\n  tick:\n    every: 2s\n    command: [\"true\"]\n", to: file)
                try Self.life(home) { house in
                    let tick = try house.schedule("tick")["schedule"]
                    story.rule = tick?["every"]?.stringValue
                    story.pausedBy = tick?["pause"]?["by"]?.stringValue
                }
                // A mistake leaves in force what was so before.
                try Self.write("schedules:\n  tick:\n    every: soon\n    command: [\"true\"]\n", to: file)
                try Self.life(home) { house in story.kept = try house.schedule("tick")["schedule"]?["every"]?.stringValue }
                try Self.write("zone: UTC\n", to: file)
                try Self.life(home) { _ in story.again = try tool.run("show", "tick").code }
                return story
            }
            #expect(story.check.code == 1 && story.check.err.contains("upbeat.yaml:6: schedules.bad.cron: minute 61 is out of range"))
            #expect(story.edit.code == 6 && story.edit.err.contains("/upbeat.yaml; change it there"))
            #expect(story.afterwards == 5 && story.rule == "2s" && story.pausedBy == "person" && story.again == 5 && story.kept == "2s")
        }

        @Test func `SCHEDULER_ENABLED=false starts with everything paused, and the next start lets it go on`() async throws {
            let (held, done) = try await onOwnThread {
                let home = try KillHome()
                defer { home.remove() }
                let tool = CommandLineTool(home)
                _ = try tool.run("add", "--command", "--", "true")
                var held: JSON?
                try Self.life(home, ["SCHEDULER_ENABLED": "false"]) { house in held = try FinalDump.get("/v1/status", house.connection) }
                var done = false
                try Self.life(home) { house in
                    done = try waitFor("the end of the pulse", within: .seconds(20)) {
                        let pulse = try FinalDump.get("/v1/pulses/1", house.connection)["pulse"]
                        return pulse?["status"] == "completed" ? true : nil
                    }
                }
                return (held, done)
            }
            #expect(held?["standstill"]?["by"] == "configuration" && held?["pulses"]?["pending"] == 1)
            #expect(done)
        }

        private static func write(_ text: String, to file: String) throws {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }

        /// One life of a daemon on a home that outlives it.
        private static func life(_ home: KillHome, _ settings: [String: String] = [:], _ body: (QuietHouse) throws -> Void) throws {
            let house = try QuietHouse(home: home, settings: settings)
            defer { house.stop() }
            try body(house)
        }

        private struct Story: Sendable {
            var said = ""
            var shown = ""
            var pausedBy: String?
            var nextWhilePaused: Int?
            var fates: [String] = []
            var afterwards: Int32 = -1
            var again: Int32 = -1
            var check = CommandLineTool.Outcome()
            var edit = CommandLineTool.Outcome()
            var rule: String?
            var kept: String?
        }
    }
}

extension QuietHouse {
    func schedule(_ name: String) throws -> JSON { try FinalDump.get("/v1/schedules/\(name)", connection) }

    func fires(_ name: String) throws -> Int64 { try schedule(name)["schedule"]?["fires"]?.integerValue ?? 0 }

    /// What became of its times: `fired`, `skipped paused`.
    func fates(_ name: String) throws -> [String] {
        let list = try FinalDump.get("/v1/schedules/\(name)/occurrences", connection)
        return list["occurrences"]?.arrayValue?.map { occurrence in
            [occurrence["fate"]?.stringValue, occurrence["reason"]?.stringValue].compactMap { $0 }.joined(separator: " ")
        } ?? []
    }
}
