import Foundation
import StrictJSON
import TestSupport
import Testing

/// A start that is struck between any two of its steps, and the next one.
///
/// The suite takes every eleventh step, another one each day; `UPBEAT_START_STEPS=all` takes them all.
@Suite(.serialized) struct StartStepTests {
    struct Struck {
        var steps = 0
        var names: Set<String> = []
        var endings: [SpawnedProcess.Ending] = []
    }

    @Test(arguments: [false, true]) func `kill -9 between any two steps of a start: the next one works, and nothing is lost`(isFirst: Bool)
        async throws
    {
        let struck = try await onOwnThread { try Self.strike(SIGKILL, isFirst: isFirst) }
        print(
            "kill -9 in a \(isFirst ? "first" : "later") start: \(struck.endings.count) of \(struck.steps) steps, \(struck.names.sorted())")
        #expect(struck.endings.allSatisfy { $0 == .signalled(SIGKILL) })
        #expect(struck.endings.count >= 4)
        #expect(struck.names.isSuperset(of: isFirst ? ["mkdir", "flock", "rename", "fsync", "bind"] : ["flock", "bind"]) || !Self.isWhole)
    }

    @Test(arguments: [false, true]) func `TERM at any step of a start ends it, and the next one works`(isFirst: Bool) async throws {
        let struck = try await onOwnThread { try Self.strike(SIGTERM, isFirst: isFirst) }
        print("TERM in a \(isFirst ? "first" : "later") start: \(struck.endings.count) of \(struck.steps) steps")
        let wrong = struck.endings.enumerated().filter { $0.element != .signalled(SIGTERM) && $0.element != .exited(0) }
        #expect(wrong.isEmpty, "of \(struck.endings.count): \(wrong)")
        #expect(struck.endings.count >= 4)
    }

    private static var isWhole: Bool { ProcessInfo.processInfo.environment["UPBEAT_START_STEPS"] == "all" }

    /// Strikes one start after the other, each some steps later, until one comes up unharmed; after each the next start must work.
    private static func strike(_ signal: Int32, isFirst: Bool) throws -> Struck {
        let shim = try StepShim()
        defer { shim.remove() }
        let stride = isWhole ? 1 : 11
        var step = isWhole ? 1 : 1 + Int(Date().timeIntervalSince1970 / 86_400) % stride
        var struck = Struck()
        let lived = try BareHome(settings: settings)
        defer { lived.remove() }
        var kept: [Int64] = []
        if !isFirst { try lived.healthyLife { _ in kept.append(try post(lived)) } }
        while step < 5000 {
            let home = isFirst ? try BareHome(settings: settings) : lived
            defer { if isFirst { home.remove() } }
            let process = try home.daemon(shim.environment(at: step, signal: signal))
            defer { home.putAway(process) }
            let isReady = try home.waitUntilReady(process) != nil
            // One that came up may still be struck by what it does on its own; its start is over.
            if isReady { kill(process.pid, SIGTERM) }
            let ending = try process.waitForEnd(within: .seconds(20))
            guard let name = shim.takeStruck(), !isReady || signal == SIGTERM else { break }
            struck.steps = step
            struck.names.insert(String(name.split(separator: " ").last ?? ""))
            struck.endings.append(ending)
            do {
                guard !home.isLocked else { throw HarnessError("the lock is stuck") }
                try home.healthyLife { _ in
                    for id in kept {
                        guard try pulse(id, home) == "pending" else { throw HarnessError("pulse \(id) is gone") }
                    }
                    let id = try post(home)
                    if !isFirst { kept = [id] }
                }
                guard home.read("pid") == nil else { throw HarnessError("the PID file is still there") }
            } catch {
                throw HarnessError("after \(signal) at step \(name): \(error)")
            }
            if isReady { break }
            step += stride
        }
        return struck
    }

    private static let settings = ["UPBEAT_DAEMON_PID_FILE": "~/home/pid"]

    /// Makes a pulse that is due far in the future; returns its id once it is acknowledged.
    private static func post(_ home: BareHome) throws -> Int64 {
        let body = Array(#"{"command": ["true"], "at": "in 300 days"}"#.utf8)
        let answer = try UnixHTTPConnection(path: home.socket).request("POST", "/v1/pulses", body: body)
        guard answer.status == 201, let id = answer.json?["pulse"]?["id"]?.integerValue else {
            throw HarnessError("POST answered \(answer.status): \(answer.text)")
        }
        return id
    }

    private static func pulse(_ id: Int64, _ home: BareHome) throws -> String? {
        try UnixHTTPConnection(path: home.socket).request("GET", "/v1/pulses/\(id)").json?["pulse"]?["status"]?.stringValue
    }
}
