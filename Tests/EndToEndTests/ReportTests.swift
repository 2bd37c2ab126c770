import Foundation
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// Runs that say how they went, through the built program.
    @Suite(.serialized) struct ReportTests {
        private struct Story: Sendable {
            var said = ""
            var shown: JSON = .null
            var page = ""
        }

        @Test func `a run that reports failed and ends well has failed, is tried again, and is shown so`() async throws {
            let upbeat = try UpbeatBinary.find()
            let story = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let said = house.home.folder + "/said"
                // Whatever the run makes of its home, it reaches the daemon that started it.
                let script = "export HOME=/nowhere; \"$0\" report failed \"attempt $UPBEAT_ATTEMPT\" >> \"$1\" 2>&1; exit 0"
                let body: JSON = [
                    "command": ["sh", "-c", .string(script), .string(upbeat), .string(said)],
                    "retry": ["attempts": 2, "backoff": "fixed", "delay": "100ms"],
                ]
                _ = try house.connection.request("POST", "/v1/pulses", body: Array(body.serialized().utf8))
                var story = Story()
                story.shown = try waitFor("the end of the pulse", within: .seconds(40)) { () -> JSON? in
                    let shown = try house.connection.request("GET", "/v1/pulses/1").json
                    return shown?["pulse"]?["finished_at"] == .null ? nil : shown
                }
                story.said = try String(contentsOfFile: said, encoding: .utf8)
                story.page = try CommandLineTool(house.home).run("show", "1").out
                return story
            }
            #expect(story.said == "run 1.1 reported: failed\nrun 1.2 reported: failed\n")
            #expect(story.shown["pulse"]?["status"] == "failed" && story.shown["pulse"]?["reason"] == "reported")
            let attempts = story.shown["attempts"]?.arrayValue ?? []
            #expect(attempts.map { $0["outcome"] } == ["failed", "failed"] && attempts.map { $0["exit_code"] } == [0, 0])
            #expect(attempts.map { $0["report"]?["message"] } == ["attempt 1", "attempt 2"])
            #expect(attempts.last?["error"] == "the run reported that it failed: attempt 2")
            #expect(story.page.hasPrefix("pulse 1 is failed (reported)") && story.page.contains("it reported failed"))
        }

        @Test func `a run shows itself, and asks to be looked at again`() async throws {
            let upbeat = try UpbeatBinary.find()
            let story = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let said = house.home.folder + "/said"
                let script = """
                    "$0" show --json > "$1" || exit 9
                    "$0" report done "see you" --next-check-in 2h || exit 9
                    """
                let id = try house.post(["sh", "-c", script, upbeat, said])
                var story = Story()
                story.shown = try waitFor("the end of the pulse", within: .seconds(40)) { () -> JSON? in
                    let shown = try house.connection.request("GET", "/v1/pulses/\(id)").json
                    return shown?["pulse"]?["finished_at"] == .null ? nil : shown
                }
                story.said = try String(contentsOfFile: said, encoding: .utf8)
                story.page = try house.connection.request("GET", "/v1/pulses/2").json?["pulse"]?["key"]?.stringValue ?? ""
                return story
            }
            #expect(story.shown["pulse"]?["status"] == "completed", "\(story.shown)")
            #expect(story.shown["attempts"]?.arrayValue?.first?["report"]?["next_check"] == 2)
            #expect(try JSON(parsing: story.said)["pulse"]?["id"] == 1)
            #expect(story.page == "check-after-1")
        }

        @Test func `a program that was handed on no more than HOME and PATH finds its run and its daemon`() async throws {
            let upbeat = try UpbeatBinary.find()
            let shown = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let id = try house.post(["sh", "-c", "env -i HOME=/nowhere PATH=\"$PATH\" \"$0\" report done \"found\"; exit $?", upbeat])
                return try waitFor("the end of the pulse", within: .seconds(40)) { () -> JSON? in
                    let shown = try house.connection.request("GET", "/v1/pulses/\(id)").json
                    return shown?["pulse"]?["finished_at"] == .null ? nil : shown
                }
            }
            #expect(shown["attempts"]?.arrayValue?.first?["report"]?["message"] == "found", "\(shown)")
        }

        @Test func `a run of one house is no run of another`() async throws {
            let upbeat = try UpbeatBinary.find()
            let (code, said) = try await onOwnThread {
                let (house, other) = (try QuietHouse(), try QuietHouse())
                defer {
                    house.close()
                    other.close()
                }
                _ = try other.post(["sleep", "30"])
                let said = house.home.folder + "/said"
                let script = "\"$0\" --home \"$1\" report failed > \"$2\" 2>&1; exit $?"
                let id = try house.post(["sh", "-c", script, upbeat, other.home.state, said])
                let code = try waitFor("the end of the attempt", within: .seconds(40)) { () -> Int64? in
                    let shown = try house.connection.request("GET", "/v1/pulses/\(id)").json
                    return shown?["attempts"]?.arrayValue?.first?["exit_code"]?.integerValue
                }
                return (code, try String(contentsOfFile: said, encoding: .utf8))
            }
            #expect(code == 64 && said.contains("this is no run of that daemon"), "\(said)")
        }
    }
}
