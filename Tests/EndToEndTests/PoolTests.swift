import Foundation
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// Pools and keys through the built program.
    @Suite(.serialized) struct PoolTests {
        @Test func `a pool of one runs one at a time, holds nobody else back, and outlives its declaration while it is needed`()
            async throws
        {
            let story = try await onOwnThread {
                let home = try KillHome()
                defer { home.remove() }
                let file = home.state + "/upbeat.yaml"
                let tool = CommandLineTool(home)
                var story = Story()
                try Self.write("pools: {llm: 1}\n", to: file)
                try Self.life(home) { house in
                    let (ledger, gate) = (home.folder + "/turns", home.folder + "/gate")
                    let turn = "echo START >> '\(ledger)'; while [ ! -e '\(gate)' ]; do sleep 0.02; done; echo END >> '\(ledger)'"
                    for _ in 0..<3 { _ = try tool.run("add", "--pool", "llm", "--command", "--", "/bin/sh", "-c", turn) }
                    try waitFor("the first turn", within: .seconds(20)) { Self.lines(ledger) == ["START"] ? true : nil }
                    let free = try (0..<3).map { _ in try house.post(["/bin/true"]) }
                    for id in free { story.free.append(try house.waitUntilEnded(id)["pulse"]?["status"]?.stringValue) }
                    story.closed = try FinalDump.get("/v1/pools", house.connection)["pools"]?.arrayValue?.first
                    story.table = try tool.run("pools").out
                    story.json = try tool.run("pools", "--json").out
                    story.shown = try tool.run("show", "2").out
                    story.waits = try FinalDump.get("/v1/pulses/3", house.connection)["pulse"]?["waits_for"]
                    story.status = try tool.run("status").out
                    story.turnsSoFar = Self.lines(ledger)
                    try Self.write("", to: gate)
                    for id: Int64 in 1...3 { _ = try house.waitUntilEnded(id) }
                    story.turns = Self.lines(ledger)
                    story.open = try FinalDump.get("/v1/pools", house.connection)["pools"]?.arrayValue?.first
                    story.unknown = try tool.run("add", "--pool", "lln", "--command", "--", "true")
                    _ = try tool.run("add", "--pool", "llm", "--in", "1h", "--command", "--", "true")
                }
                try Self.write("zone: UTC\n", to: file)
                try Self.life(home) { house in
                    story.orphan = try FinalDump.get("/v1/pools", house.connection)["pools"]?.arrayValue ?? []
                    story.orphanTable = try tool.run("pools").out
                    story.refused = try tool.run("add", "--pool", "llm", "--command", "--", "true")
                    _ = try tool.run("cancel", "7")
                }
                try Self.life(home) { house in
                    story.gone = try FinalDump.get("/v1/pools", house.connection)["pools"]?.arrayValue
                    story.none = try tool.run("pools")
                }
                return story
            }
            #expect(story.free == ["completed", "completed", "completed"] && story.turnsSoFar == ["START"])
            #expect(story.turns == ["START", "END", "START", "END", "START", "END"])
            #expect(story.closed?["running"] == 1 && story.closed?["waiting"] == 2 && story.closed?["closed"]?["why"] == "full")
            #expect(story.closed?["file"]?.stringValue?.hasSuffix("/upbeat.yaml") == true)
            let listed = try JSON(parsing: story.json)["pools"]
            #expect(story.table == "llm\t1/1\t2\t-\t-\tfull\t\n" && listed?.arrayValue == story.closed.map { [$0] })
            #expect(story.shown.hasPrefix("pulse 2 is pending\n  waits for pool llm: 1 of 1 running\n"), "\(story.shown)")
            #expect(story.waits == ["pool": "llm", "why": "full", "until": nil, "used": 1, "limit": 1])
            #expect(story.status.contains("llm holds 2 pulses back: 1 of 1 running"))
            #expect(story.open?["running"] == 0 && story.open?["waiting"] == 0 && story.open?["closed"] == .null)
            #expect(story.unknown.code == 64 && story.unknown.err.contains("did you mean llm?"))
            #expect(story.orphan.map { $0["name"] } == ["llm"] && story.orphan.first?["file"] == .null)
            #expect(story.orphanTable.contains("no file declares it any more"))
            #expect(story.refused.code == 64 && story.refused.err.contains("\"llm\" is not declared, and no other pool is"))
            #expect(story.gone == [] && story.none.code == 0 && story.none.err.contains("No pools are declared."))
        }

        @Test func `a key is kept, refused, and replaced while its pulse runs`() async throws {
            let story = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let tool = CommandLineTool(house.home)
                let word = house.home.folder + "/word"
                func add(_ policy: String, _ script: String) throws -> CommandLineTool.Outcome {
                    try tool.run("add", "--key", "k", "--on-key", policy, "--command", "--", "/bin/sh", "-c", script)
                }
                var story = KeyStory()
                _ = try add("keep", "echo run >> '\(word)'; sleep 60")
                try waitFor("the run", within: .seconds(20)) { Self.lines(word) == ["run"] ? true : nil }
                story.kept = try add("keep", "true").out
                story.refused = try add("refuse", "true")
                story.replaced = try add("replace", "echo new >> '\(word)'").out
                story.old = try house.waitUntilEnded(1)["pulse"]?["status"]?.stringValue
                story.new = try house.waitUntilEnded(2)["pulse"]?["status"]?.stringValue
                story.words = Self.lines(word)
                story.lone = try tool.run("add", "--on-key", "replace", "--command", "--", "true")
                return story
            }
            #expect(story.kept.contains("pulse 1 with the key \"k\" is open already and was kept"))
            #expect(story.refused.code == 6 && story.refused.err.contains("pulse 1 with the key \"k\" is open (processing)"))
            #expect(story.replaced.hasPrefix("pulse 2 takes the place of 1 with the key \"k\""), "\(story.replaced)")
            #expect(story.old == "cancelled" && story.new == "completed" && story.words == ["run", "new"])
            #expect(story.lone.code == 64 && story.lone.err.contains("give --key too"))
        }

        @Test func `a webhook that a schedule fires is told in the log, with its next time and without its query`() async throws {
            let log = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                // Nothing listens there.
                _ = try CommandLineTool(house.home).run(
                    "add", "--every", "1s", "--name", "tick", "--attempts", "1", "--webhook", "http://127.0.0.1:9/hook?token=s3cret")
                try waitFor("the next fire in the log", within: .seconds(20)) { house.hasLogged("entry 0 `every 1s` next fire 20") }
                return try String(contentsOfFile: house.home.log, encoding: .utf8)
            }
            #expect(log.contains("entry 0 `every 1s` fired webhook http://127.0.0.1:9/hook?*** → failed: "))
            #expect(!log.contains("s3cret"))
        }

        private static func lines(_ file: String) -> [String] {
            ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        }

        private static func write(_ text: String, to file: String) throws {
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }

        /// One life of a daemon on a home that outlives it.
        private static func life(_ home: KillHome, _ body: (QuietHouse) throws -> Void) throws {
            let house = try QuietHouse(home: home)
            defer { house.stop() }
            try body(house)
        }

        private struct Story: Sendable {
            var free: [String?] = []
            var turnsSoFar: [String] = []
            var turns: [String] = []
            var closed: JSON?
            var open: JSON?
            var table = ""
            var json = ""
            var shown = ""
            var waits: JSON?
            var status = ""
            var unknown = CommandLineTool.Outcome()
            var orphan: [JSON] = []
            var orphanTable = ""
            var refused = CommandLineTool.Outcome()
            var gone: [JSON]?
            var none = CommandLineTool.Outcome()
        }

        private struct KeyStory: Sendable {
            var kept = ""
            var refused = CommandLineTool.Outcome()
            var replaced = ""
            var old: String?
            var new: String?
            var words: [String] = []
            var lone = CommandLineTool.Outcome()
        }
    }
}
