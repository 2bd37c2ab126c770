import Foundation
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// What an agent makes in a run of its own needs the person's word, through the built program.
    @Suite(.serialized) struct ApprovalTests {
        @Test func `what an agent makes waits for approval, over a kill too, and says who asked for it`() async throws {
            let story = try await onOwnThread {
                let home = try KillHome(file: "agents: {bot: {approval: required}}\n")
                defer { home.remove() }
                let tool = CommandLineTool(home)
                let upbeat = try UpbeatBinary.find()
                let codes = home.folder + "/codes"
                let script = """
                    '\(upbeat)' add --runner echo 'wake me'; echo $? >> '\(codes)'
                    '\(upbeat)' add --runner echo 'again' --every 1h --name again; echo $? >> '\(codes)'
                    '\(upbeat)' add --runner echo 'too far' --in 400d; echo $? >> '\(codes)'
                    '\(upbeat)' approve 2 again; echo $? >> '\(codes)'
                    """
                var story = Story()
                let first = try QuietHouse(home: home)
                do {
                    _ = try tool.run("add", "--agent", "bot", "--command", "--", "/bin/sh", "-c", script)
                    _ = try first.waitUntilEnded(1)
                    story.codes = try String(contentsOfFile: codes, encoding: .utf8)
                    try first.daemon.kill9()
                } catch {
                    first.daemon.putAway()
                    throw error
                }
                let house = try QuietHouse(home: home)
                defer { house.stop() }
                story.status = try tool.run("status").out
                story.blocked = try tool.run("ls", "--status", "blocked", "--json").out
                story.shown = try tool.run("show", "2").out
                story.approved = try tool.run("approve", "2", "again")
                _ = try house.waitUntilEnded(2)
                story.said = try tool.run("logs", "2").out
                story.schedule = try tool.run("show", "again").out
                story.again = try tool.run("approve", "2")
                story.denied = try tool.run("deny", "again")
                return story
            }
            #expect(story.codes.split(separator: "\n") == ["0", "0", "64", "4"], "\(story.codes)")
            #expect(story.status.contains("wait for your word") && story.status.contains("again"), "\(story.status)")
            let ids = try JSON(parsing: story.blocked)["pulses"]?.arrayValue?.map { $0["id"] }
            #expect(ids == [2] && story.shown.contains("upbeat approve 2") && !story.shown.contains("[Upbeat]"))
            #expect(story.approved.code == 0 && story.approved.out.contains("pulse 2 is approved") && story.approved.out.contains("again"))
            let asked = "[Upbeat] Pulse 2 was asked for by the agent bot on the command line in the run of pulse 1 at "
            #expect(story.said.hasPrefix(asked) && story.said.hasSuffix("\n\nwake me\n"), "\(story.said)")
            #expect(story.schedule.contains("until") || story.schedule.contains("end"), "\(story.schedule)")
            #expect(story.again.code == 6 && story.denied.code == 6)
        }

        private struct Story: Sendable {
            var codes = ""
            var status = ""
            var blocked = ""
            var shown = ""
            var approved = CommandLineTool.Outcome()
            var said = ""
            var schedule = ""
            var again = CommandLineTool.Outcome()
            var denied = CommandLineTool.Outcome()
        }
    }
}
