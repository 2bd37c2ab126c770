import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// Pipelines through the built program.
    @Suite(.serialized) struct PipelineTests {
        @Test func `a diamond hands on what its steps wrote`() async throws {
            let story = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let tool = CommandLineTool(house.home)
                let file = house.home.folder + "/words.yaml"
                try Self.write(
                    """
                    name: words
                    steps:
                      fetch: {command: [echo, one two three]}
                      loud: {command: [sh, -c, 'tr a-z A-Z < "$UPBEAT_INPUT_FILE"'], after: fetch}
                      count: {command: [sh, -c, 'wc -w < "$UPBEAT_INPUT_FILE"'], after: fetch}
                      join:
                        command: [sh, -c, 'cat "$UPBEAT_INPUT_FILE_COUNT" "$UPBEAT_INPUT_FILE_LOUD"; echo "$UPBEAT_STEP of $UPBEAT_PIPELINE"']
                        after: [loud, count]
                    """, to: file)
                var story = Story()
                story.said = try tool.run("pipeline", "run", file).out
                try house.wait(pipeline: 1, to: "completed")
                story.shown = try tool.run("pipeline", "show", "words").out
                story.output = try tool.run("logs", "4").out
                return story
            }
            #expect(story.said.hasPrefix("pipeline words, number 1 is made: 4 steps"))
            #expect(
                story.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == [
                    "3", "ONE TWO THREE", "join of words",
                ])
            let rows = story.shown.split(separator: "\n").filter { $0.contains("completed in") }
            #expect(rows.count == 4 && story.shown.contains("\n├─╯\n"), "\(story.shown)")
        }

        @Test func `a step that fails takes its branch along, and asking for it again brings that back`() async throws {
            let story = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let tool = CommandLineTool(house.home)
                let (file, flag) = (house.home.folder + "/p.yaml", house.home.folder + "/flag")
                try Self.write(
                    """
                    steps:
                      a: {command: [test, -e, \(flag)], retry: {attempts: 1}}
                      b: {command: ["true"], after: a}
                      c: {command: ["true"], after: b}
                      apart: {command: ["true"]}
                      tidy: {command: ["true"], after: [{step: a, when: end}, apart]}
                    """, to: file)
                var story = Story()
                story.said = try tool.run("pipeline", "run", file, "--name", "mine").out
                try house.wait(pipeline: 1, to: "failed")
                story.before = try house.steps(of: 1)
                story.refused = try tool.run("add", "--command", "--after", "1", "--", "true")
                try Data().write(to: URL(fileURLWithPath: flag))
                _ = try tool.run("retry", "1")
                try house.wait(pipeline: 1, to: "completed")
                story.after = try house.steps(of: 1)
                return story
            }
            #expect(
                story.before == ["a failed", "b cancelled dependency", "c cancelled dependency", "apart completed", "tidy completed"])
            #expect(story.refused.code == 64 && story.refused.err.contains("pulse 1 is failed"), "\(story.refused)")
            #expect(story.after == ["a", "b", "c", "apart", "tidy"].map { "\($0) completed" })
        }

        @Test func `a restart does not run the day again`() async throws {
            let (starts, rows) = try await onOwnThread {
                let home = try KillHome(settings: ["UPBEAT_ENGINE_SLEEP_BOUND": "2s"], hasShiftedClock: true)
                defer { home.remove() }
                guard let clock = home.clock else { throw HarnessError("there is no clock to set") }
                func set(_ text: String) throws {
                    guard let time = Instant(rfc3339: text) else { throw HarnessError("\(text) is no time") }
                    try clock.step(by: time - clock.now)
                }
                try Self.write(
                    """
                    pipelines:
                      daily:
                        cron: "0 3 * * *"
                        zone: UTC
                        steps:
                          decay: {command: [sh, -c, 'echo decay >> starts']}
                          digest: {command: [sh, -c, 'echo digest >> starts'], after: decay}
                    """, to: home.state + "/upbeat.yaml")
                func life(runs: Int) throws {
                    let house = try QuietHouse(home: home)
                    defer { house.stop() }
                    // What is due when it starts is judged by the turn that runs this one, or by an earlier one.
                    _ = try house.waitUntilEnded(try house.post(["true"]))
                    try waitFor("run \(runs)", within: .seconds(20)) {
                        let list = try FinalDump.get("/v1/pipelines?name=daily", house.connection)["pipelines"]?.arrayValue ?? []
                        return list.count == runs && list.allSatisfy { $0["status"] == "completed" } ? true : nil
                    }
                    if runs == 2 { rows = try house.record("daily").count }
                }
                var rows = 0
                try set("2027-01-04T02:00:00Z")
                try life(runs: 0)
                // It was down at its time, and makes up for it; then it is started twice more on the same day.
                try set("2027-01-04T03:00:30Z")
                try life(runs: 1)
                try set("2027-01-04T09:00:00Z")
                try life(runs: 1)
                try set("2027-01-04T23:00:00Z")
                try life(runs: 1)
                try set("2027-01-05T03:00:10Z")
                try life(runs: 2)
                return (try String(contentsOfFile: home.folder + "/starts", encoding: .utf8), rows)
            }
            #expect(starts.split(separator: "\n") == ["decay", "digest", "decay", "digest"])
            #expect(rows == 2)
        }

        private struct Story: Sendable {
            var said = ""
            var shown = ""
            var output = ""
            var before: [String] = []
            var after: [String] = []
            var refused = CommandLineTool.Outcome()
        }

        private static func write(_ text: String, to file: String) throws {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }
    }
}

extension QuietHouse {
    func wait(pipeline id: Int64, to status: String) throws {
        try waitFor("pipeline \(id) to be \(status)", within: .seconds(20)) {
            try FinalDump.get("/v1/pipelines/\(id)", connection)["status"]?.stringValue == status ? true : nil
        }
    }

    /// `b cancelled dependency`
    func steps(of id: Int64) throws -> [String] {
        try FinalDump.get("/v1/pipelines/\(id)", connection)["steps"]?.arrayValue?.map { step in
            ["name", "status", "reason"].compactMap { step[$0]?.stringValue }.joined(separator: " ")
        } ?? []
    }
}
