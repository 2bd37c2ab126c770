import Foundation
import StrictJSON
import TestSupport
import Testing

extension KillTests {
    /// How the daemon ends, and what its runs leave.
    @Suite(.serialized) struct ShutdownTests {
        @Test func `TERM while 20 children ignore TERM ends within the limit plus a second and leaves no process`() async throws {
            let end = try await onOwnThread {
                let house = try QuietHouse(settings: ["UPBEAT_ENGINE_SLOTS": "20"])
                defer { house.close() }
                try house.runDeafChildren(20)
                house.daemon.askToEnd()
                return try house.orderlyEnd()
            }
            print("TERM with 20 deaf children: \(end.duration.inMilliseconds)")
            #expect(end.ending == .exited(0))
            #expect(end.duration <= KillHarness.drainLimit + .seconds(1))
            #expect(end.left.isEmpty)
            // What could not be finished was given back.
            #expect(end.pending == 20 && end.running == 0)
        }

        @Test func `a second TERM ends the daemon at once`() async throws {
            let (end, sinceSecond) = try await onOwnThread {
                let house = try QuietHouse(settings: ["UPBEAT_ENGINE_SLOTS": "20", "UPBEAT_ENGINE_DRAIN_LIMIT": "60s"])
                defer { house.close() }
                try house.runDeafChildren(20)
                house.daemon.askToEnd()
                // Two signals that are pending at the same time are one, so the second has to wait until the first was taken.
                try waitFor("the daemon's word that it stops", within: .seconds(20)) { house.hasLogged("SIGTERM received") }
                let second = BootTime.now()
                house.daemon.askToEnd()
                let end = try house.orderlyEnd()
                return (end, BootTime.now() - second)
            }
            print("second TERM: \(sinceSecond.inMilliseconds)")
            #expect(end.ending == .exited(0))
            #expect(sinceSecond <= .seconds(2))
            #expect(end.left.isEmpty)
            #expect(end.pending == 20 && end.running == 0)
        }

        @Test func `a run ends with its leader, and what the leader left in the background is gone`() async throws {
            let (shown, left) = try await onOwnThread {
                let house = try QuietHouse()
                defer { house.close() }
                let id = try house.post(["/bin/sh", "-c", "sleep 30 & echo hi"])
                let shown = try house.waitUntilEnded(id)
                return (shown, ProcessCensus.runs(ofHome: house.home.state))
            }
            let attempt = shown["attempts"]?.arrayValue?.first
            #expect(shown["pulse"]?["status"]?.stringValue == "completed")
            #expect(attempt?["stdout_tail"]?.stringValue == "hi\n")
            #expect(attempt?["duration_ms"]?.integerValue ?? .max < 2000)
            #expect(left.isEmpty)
        }
    }
}

/// A daemon without a load.
final class QuietHouse {
    let home: KillHome
    let daemon: DaemonUnderTest
    let connection: UnixHTTPConnection

    convenience init(settings: [String: String] = [:]) throws {
        try self.init(home: try KillHome(settings: settings))
    }

    /// On a home that may have been lived in.
    init(home: KillHome, settings: [String: String] = [:]) throws {
        let binary = try UpbeatBinary.find()
        try Subreaper.begin()
        self.home = home
        daemon = try DaemonUnderTest(binary: binary, home: home, settings: settings)
        connection = UnixHTTPConnection(path: home.socket)
        do {
            try daemon.waitUntilReady()
        } catch {
            close()
            throw error
        }
    }

    func close() {
        daemon.putAway()
        home.remove()
        Subreaper.reap(sessions: [daemon.pid], leaders: [])
    }

    /// Ends the daemon in an orderly way; its home stays.
    func stop() {
        daemon.askToEnd()
        _ = try? daemon.waitForEnd(within: .seconds(20))
        daemon.putAway()
    }

    /// Makes a pulse that is due now; returns its id.
    func post(_ command: [String]) throws -> Int64 {
        let body: JSON = ["command": .array(command.map(JSON.string))]
        let answer = try connection.request("POST", "/v1/pulses", body: Array(body.serialized().utf8))
        guard answer.status == 201, let id = answer.json?["pulse"]?["id"]?.integerValue else {
            throw HarnessError("POST answered \(answer.status): \(answer.text)")
        }
        return id
    }

    /// Waits until a pulse has ended and returns what is shown of it then.
    func waitUntilEnded(_ id: Int64) throws -> JSON {
        try waitFor("the end of pulse \(id)", within: .seconds(20)) {
            let shown = try FinalDump.get("/v1/pulses/\(id)", connection)
            // Not `nil` alone: that would be the JSON value.
            return shown["pulse"]?["finished_at"]?.stringValue == nil ? JSON?.none : shown
        }
    }

    /// Has so many children run that ignore TERM, and waits until they do.
    func runDeafChildren(_ count: Int) throws {
        let word = home.folder + "/deaf"
        for _ in 0..<count { _ = try post(["/bin/sh", "-c", "trap '' TERM; echo deaf >> '\(word)'; while :; do sleep 1; done"]) }
        try waitFor("\(count) deaf children", within: .seconds(20)) {
            let text = (try? String(contentsOfFile: word, encoding: .utf8)) ?? ""
            return text.split(separator: "\n").count == count ? true : nil
        }
    }

    /// What there is after a daemon that was asked to end has ended.
    struct OrderlyEnd: Sendable {
        var ending: SpawnedProcess.Ending
        /// Since it was first asked.
        var duration: Duration
        var left: [ProcessCensus.Marked]
        /// Pulses that can run again as if they had never run.
        var pending: Int?
        var running: Int?
    }

    func orderlyEnd() throws -> OrderlyEnd {
        let (ending, duration) = try daemon.waitForEnd(within: .seconds(30))
        let left = ProcessCensus.runs(ofHome: home.state)
        let probe = try DatabaseProbe(home.database)
        let pending = try probe.value("SELECT count(*) FROM pulse WHERE status = 1 AND spent = 0 AND lost = 0")
        let running = try probe.value("SELECT count(*) FROM running")
        return OrderlyEnd(
            ending: ending, duration: duration, left: left, pending: pending.flatMap { Int($0) }, running: running.flatMap { Int($0) })
    }

    /// Non-nil once the daemon has printed the text.
    func hasLogged(_ text: String) -> Bool? {
        ((try? String(contentsOfFile: home.log, encoding: .utf8)) ?? "").contains(text) ? true : nil
    }
}
