import Foundation
import Pulses
import StrictJSON
import TestSupport

/// One life of the built daemon, begun and ended by the harness.
final class DaemonUnderTest {
    private let process: SpawnedProcess
    let socket: String
    private(set) var life: DaemonLife

    var pid: Int32 { process.pid }

    /// Starts `upbeat run` on a state folder.
    ///
    /// - Parameter settings: environment variables for this life alone.
    init(binary: String, home: KillHome, settings: [String: String] = [:]) throws {
        socket = home.socket
        life = DaemonLife(boot: nil, startedAt: .now(), readyAt: nil, end: nil)
        process = try SpawnedProcess(binary, ["run"], environment: home.environment.merging(settings) { $1 }, output: home.log)
    }

    /// Waits until it answers `GET /v1/status`, and takes its name from there.
    func waitUntilReady(within limit: Duration = .seconds(20)) throws {
        let connection = UnixHTTPConnection(path: socket)
        let boot = try waitFor("an answer of the daemon", within: limit) { () -> String? in
            if let ending = process.ending() {
                life.end = DaemonLife.End(how: .unasked, at: .now())
                throw HarnessError("the daemon ended while it started: \(ending)")
            }
            guard let answer = try? connection.request("GET", "/v1/status"), answer.status == 200,
                answer.json?["pid"]?.integerValue == Int64(pid)
            else { return nil }
            return answer.json?["boot"]?.stringValue
        }
        life.boot = BootID(boot)
        life.readyAt = .now()
    }

    /// Ends it as a power cut would, as far as processes go, and waits until it is gone.
    func kill9() throws {
        if let ending = process.ending() { throw HarnessError("the daemon had ended before it was killed: \(ending)") }
        life.end = DaemonLife.End(how: .killed, at: .now())
        kill(pid, SIGKILL)
        _ = try process.waitForEnd(within: .seconds(20))
    }

    /// Stops it for a while, as a suspended machine or a debugger would.
    func freeze(for duration: Duration) {
        let from = BootTime.now()
        kill(pid, SIGSTOP)
        pass(until: from + duration)
        kill(pid, SIGCONT)
        life.pauses.append(DaemonLife.Pause(from: from, to: .now()))
    }

    /// Asks it to end; a second time makes it hurry.
    func askToEnd() {
        if life.end == nil { life.end = DaemonLife.End(how: .terminated, at: .now()) }
        kill(pid, SIGTERM)
    }

    /// Waits for its end after `askToEnd`; says how it ended and how long after the first request.
    func waitForEnd(within limit: Duration) throws -> (SpawnedProcess.Ending, Duration) {
        let ending = try process.waitForEnd(within: limit)
        return (ending, BootTime.now() - (life.end?.at ?? .now()))
    }

    /// Leaves nothing behind, whatever has happened; harmless where it has ended.
    func putAway() {
        guard process.ending() == nil else { return }
        kill(pid, SIGKILL)
        _ = try? process.waitForEnd(within: .seconds(20))
    }
}
