import Foundation
import Pulses
import Recurrence
import SQLiteStore

/// A home folder of its own whose store is filled before a daemon sees it.
private func home(_ folder: String, _ fill: (SQLiteStore) async throws -> Void) async throws -> String {
    let home = folder + "/\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let store = try SQLiteStore(path: home + "/upbeat.db", judge: ScheduleJudge(zones: SystemZones()))
    defer { store.close() }
    try await fill(store)
    return home
}

/// The daemon with many schedules that sleep: its start, its memory, its answers, how often it wakes.
struct ManySchedules: Row {
    let name = "schedules"

    func measure(in folder: String) async throws -> [Figure] {
        var figures: [Figure] = []
        for count in [10, 100_000] {
            let home = try await home(folder) { try await ScheduleSet.asleep(count, from: now()).make(in: $0, at: now()) }
            var started: DaemonUnderLoad?
            let took = try await seconds {
                started = try DaemonUnderLoad(home: home)
                _ = try run("/usr/bin/curl", ["-s", "--unix-socket", home + "/upbeat.sock", "http://localhost/v1/status"])
            }
            guard let daemon = started else { continue }
            defer { daemon.end() }
            let fresh = daemon.residentKilobytes
            var answers: [String] = []
            for words in [["ls", "--schedules", "-n", "500"], ["upcoming"], ["show", "asleep-7"]] {
                let took = try await middle(of: 5) { try daemon.command(words) }
                answers.append(String(format: "`\(words.joined(separator: " "))` %.0f ms", took * 1000))
            }
            let whole = try await seconds { try daemon.command("ls", "--schedules") }
            answers.append(String(format: "all of them %.1f s", whole))
            // Threads that were needed for that end when they have had nothing to do for a while.
            try await Task.sleep(for: .seconds(12))
            let woken = try daemon.wakeUps(within: 30, in: folder)
            let memory = [fresh, daemon.residentKilobytes].map { String(format: "%.1f", Double($0) / 1024) }
            figures.append(
                Figure(
                    what: "daemon with \(count) schedules, first answer",
                    ours: String(format: "%.0f ms, RSS %@ MB, then %@ MB", took * 1000, memory[0], memory[1])))
            figures.append(
                Figure(
                    what: "daemon with \(count) schedules, commands; wake-ups in 30 s",
                    ours: answers.joined(separator: ", ") + "; \(woken)"))
        }
        return figures
    }

    private func middle(of count: Int, _ body: () throws -> Void) async throws -> Double {
        var values: [Double] = []
        for _ in 0..<count { values.append(try await seconds { try body() }) }
        return values.sorted()[count / 2]
    }
}

/// No-op jobs drained by the real daemon with its 4 slots: all are due at one moment and on record before it.
struct Drain: Row {
    let name = "drain"

    func measure(in folder: String) async throws -> [Figure] {
        let count = 5000
        var rates: [Double] = []
        for level in ["info", "info", "info", "error"] { rates.append(try await rate(folder, count, level)) }
        let bare = BareLimit.lifeCycle(try emptyDatabase(folder), count: count / 4 * 4, batch: 4, spec: spec().stored)
        return [
            Figure(
                what: "no-op jobs (`echo`) drained by the daemon, 4 slots",
                ours: "\(Int(median(Array(rates.prefix(3)))))/s (\(rates.prefix(3).map { "\(Int($0))" }.joined(separator: ", ")))",
                bare: "\(perSecond(count, bare)) (C, same tables, 3 commits for 4)"),
            Figure(what: "the same, log at `error`", ours: "\(Int(rates[3]))/s"),
        ]
    }

    private func rate(_ folder: String, _ count: Int, _ level: String) async throws -> Double {
        let due = now() + .seconds(3)
        let home = try await home(folder) { store in
            var echo = spec()
            echo.action = .prompt(Prompt(text: "a no-op", runner: "echo"))
            echo.scheduledAt = due
            _ = try await store.make((0..<count).map { _ in PulseOrder(spec: echo) })
        }
        let daemon = try DaemonUnderLoad(home: home, environment: ["UPBEAT_LOG_LEVEL": level])
        guard now() < due else { throw Failure(what: "the daemon started too late") }
        var done = false
        while !done {
            try await Task.sleep(for: .milliseconds(200))
            let text = try run("/usr/bin/curl", ["-s", "--unix-socket", home + "/upbeat.sock", "http://localhost/v1/status"])
            done = text.contains("\"completed\":\(count)") || text.contains("\"completed\": \(count)")
            guard now() < due + .seconds(60) else { throw Failure(what: "not drained within a minute: \(text)") }
        }
        daemon.end()
        let store = try SQLiteStore(path: home + "/upbeat.db", judge: ScheduleJudge(zones: SystemZones()))
        defer { store.close() }
        var last = due
        for id in (count - 7)...count { last = max(last, try await store.attempts(of: PulseID(Int64(id))).last?.end?.endedAt ?? due) }
        return Double(count) / (Double((last - due).milliseconds) / 1000)
    }
}
