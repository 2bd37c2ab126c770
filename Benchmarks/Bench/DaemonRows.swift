import Foundation
import Pulses
import Recurrence
import SQLiteStore

/// A home folder with so many pulses that are due in an hour.
private func home(_ folder: String, pending: Int) async throws -> String {
    let home = folder + "/\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard pending > 0 else { return home }
    let store = try SQLiteStore(path: home + "/upbeat.db", judge: ScheduleJudge(zones: SystemZones()))
    defer { store.close() }
    let due = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) + .seconds(3600)
    for start in stride(from: 0, to: pending, by: 5000) {
        _ = try await store.make(
            (start..<min(start + 5000, pending)).map { number in
                var spec = spec(number)
                spec.scheduledAt = due + .milliseconds(number)
                return PulseOrder(spec: spec)
            })
    }
    return home
}

/// `POST /api/pulse/trigger` from 32 connections, against the server's hello world.
struct HTTPTrigger: Row {
    let name = "http"

    func measure(in folder: String) async throws -> [Figure] {
        let daemon = try DaemonUnderLoad(home: try await home(folder, pending: 0))
        defer { daemon.end() }
        let token = try daemon.command("token", "show").trimmingCharacters(in: .whitespacesAndNewlines)
        let script = folder + "/post.lua"
        try """
        wrk.method = "POST"
        wrk.body = '{"prompt":"a prompt that is long enough","scheduled_at":"in 2 hours","source":"bench","tags":["a"]}'
        wrk.headers["Content-Type"] = "application/json"
        wrk.headers["Authorization"] = "Bearer \(token)"
        """.write(toFile: script, atomically: true, encoding: .utf8)
        let hello = Process()
        hello.executableURL = URL(fileURLWithPath: DaemonUnderLoad.products + "/upbeat-hello")
        let port = Pipe()
        hello.standardOutput = port
        hello.standardError = FileHandle.nullDevice
        try hello.run()
        defer {
            hello.terminate()
            hello.waitUntilExit()
        }
        let number = String(decoding: port.fileHandleForReading.availableData, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        var ours: [Load] = []
        var bare: [Load] = []
        for _ in 0..<3 {
            bare.append(try load("http://127.0.0.1:\(number)/", []))
            ours.append(try load(daemon.url + "/api/pulse/trigger", ["-s", script]))
        }
        let best = ours.sorted { $0.perSecond < $1.perSecond }[1]
        let limit = median(bare.map(\.perSecond))
        return [
            Figure(
                what: "POST /api/pulse/trigger, 32 connections, durable",
                ours: "\(Int(best.perSecond))/s, p50 \(best.p50), p99 \(best.p99)", bare: "\(Int(limit))/s (hello world)",
                ratio: best.perSecond / limit)
        ]
    }

    private struct Load {
        var perSecond: Double
        var p50: String
        var p99: String
    }

    private func load(_ url: String, _ more: [String]) throws -> Load {
        let text = try run("/usr/bin/wrk", ["-t1", "-c32", "-d4s", "--latency"] + more + [url])
        guard !text.contains("Non-2xx") else { throw Failure(what: "answers that say no: \(text)") }
        func word(after name: String) -> String {
            let line = text.split(separator: "\n").first { $0.trimmingCharacters(in: .whitespaces).hasPrefix(name) }
            return line?.split(separator: " ").last.map(String.init) ?? ""
        }
        return Load(perSecond: Double(word(after: "Requests/sec")) ?? 0, p50: word(after: "50%"), p99: word(after: "99%"))
    }
}

/// From the due time to the child's own reading of the clock, one pulse at a time on an idle system.
struct Lateness: Row {
    let name = "lateness"

    func measure(in folder: String) async throws -> [Figure] {
        let daemon = try DaemonUnderLoad(home: try await home(folder, pending: 0))
        defer { daemon.end() }
        let count = 100
        let begin = Int64(Date().timeIntervalSince1970 * 1000) + 4000
        for number in 0..<count {
            let due = Instant(milliseconds: begin + Int64(number) * 100)
            try daemon.command("add", "--quiet", "--at", due.description, "--command", "--", "/bin/date", "+%s%N")
        }
        while try daemon.command("ls", "--status", "pending,processing") != "" { try await Task.sleep(for: .milliseconds(200)) }
        var late: [Double] = []
        for number in 0..<count {
            let text = try daemon.command("logs", String(number + 1)).trimmingCharacters(in: .whitespacesAndNewlines)
            guard let read = Double(text) else { throw Failure(what: "no reading of pulse \(number + 1): \(text)") }
            late.append(read / 1e6 - Double(begin + Int64(number) * 100))
        }
        late.sort()
        let text = [("min", 0), ("p50", count / 2), ("p99", count - 2), ("max", count - 1)].map {
            String(format: "%@ %.2f ms", $0.0, late[$0.1])
        }.joined(separator: ", ")
        return [Figure(what: "from due to the child's clock reading", ours: text)]
    }
}

/// From the start of the process to its first answer, and the memory it then takes.
struct Restart: Row {
    let name = "restart"

    func measure(in folder: String) async throws -> [Figure] {
        var figures: [Figure] = []
        for pending in [0, 1000, 100_000, 1_000_000] {
            let home = try await home(folder, pending: pending)
            // Its first start makes what a start finds afterwards.
            try DaemonUnderLoad(home: home).end()
            var daemon: DaemonUnderLoad?
            let took = try await seconds {
                let started = try DaemonUnderLoad(home: home)
                _ = try run("/usr/bin/curl", ["-s", "--unix-socket", home + "/upbeat.sock", "http://localhost/v1/status"])
                daemon = started
            }
            let memory = daemon?.residentKilobytes ?? 0
            daemon?.end()
            figures.append(
                Figure(
                    what: "restart with \(pending) pending, to the first answer",
                    ours: String(format: "%.0f ms, RSS %.1f MB", took * 1000, Double(memory) / 1024)))
        }
        return figures
    }
}

/// How often an idle daemon wakes in a minute.
struct Idle: Row {
    let name = "idle"

    func measure(in folder: String) async throws -> [Figure] {
        let daemon = try DaemonUnderLoad(home: try await home(folder, pending: 0))
        defer { daemon.end() }
        try await Task.sleep(for: .seconds(2))
        let count = try daemon.wakeUps(within: 60, in: folder)
        return [
            Figure(
                what: "idle for 60 s: wake-ups of all threads",
                ours: "\(count), RSS \(String(format: "%.1f", Double(daemon.residentKilobytes) / 1024)) MB")
        ]
    }
}
