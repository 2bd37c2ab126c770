package import Client
import ControlPlane
import Engine
import Foundation
import Logging
import Recurrence
import SQLiteStore
package import WireModel

/// Why the status of the house could not be told.
package enum StatusFailure: Error, Sendable {
    /// A daemon is there and said no.
    case client(ClientError)
    case failure(CommandFailure)
}

/// How the house is: by its daemon's word, else by its files.
///
/// A daemon gets `limit` to answer. Where none does, the files are read, and nothing is locked, made or changed: not even by a program
/// that looks while another one starts. Its `state` says what was found: `stopped`, or where a daemon lives
/// `starting` or `not answering`.
///
/// - Throws: exit code 3 where a named socket has no daemon that answers, 4 for another user's house, 5 where nothing was ever stored,
///   1 for files that cannot be read.
package func readStatus(
    _ options: DaemonOptions, within limit: Duration = .seconds(1)
) async throws(StatusFailure) -> StatusResponse {
    let answer: DaemonAnswer
    do throws(CommandFailure) {
        answer = await DaemonAnswer.ask(try daemonSockets(options), within: limit)
    } catch {
        throw .failure(error)
    }
    switch answer {
    case .answered(let status): return status
    case .refused(let error): throw .client(error)
    case .nobody, .silent: break
    }
    var isSilent = false
    if case .silent = answer { isSilent = true }
    if let socket = options.socket {
        let what = isSilent ? "the daemon on \(socket) does not answer" : "no daemon listens on \(socket)"
        throw .failure(CommandFailure(message: "\(what); leave --socket out to read what the files tell", exitCode: 3))
    }
    do throws(CommandFailure) {
        return try await statusOfFiles(options, isSilent: isSilent)
    } catch {
        throw .failure(error)
    }
}

/// What the files alone tell.
///
/// - Parameter isSilent: somebody listens, and gave no answer.
func statusOfFiles(_ options: DaemonOptions, isSilent: Bool) async throws(CommandFailure) -> StatusResponse {
    let home = try options.locateHome()
    do { try PrivateFolder.checkAccess(home.state) } catch { throw CommandFailure(error) }
    let holder = StateLock.currentHolder(home)
    var status: StatusResponse
    do {
        status = try await contents(of: home, options)
    } catch {
        guard isSilent || holder?.role == .daemon else { throw error }
        let who = holder.map { "\($0)" } ?? "the daemon"
        throw CommandFailure(message: "\(who) does not answer, and the files do not tell more: \(error.message)", exitCode: 3)
    }
    status.state = stateWithoutAnswer(holder, isSilent: isSilent)
    status.source = "files"
    status.lockHolder = holder?.description
    if let holder, holder.role == .daemon {
        (status.pid, status.startedAt, status.version) = (Int64(holder.pid), holder.startedAt.description, holder.version)
    }
    return status
}

/// `starting` for a daemon that took the lock a moment ago and does not listen yet.
private func stateWithoutAnswer(_ holder: LockHolder?, isSilent: Bool) -> String {
    if isSilent { return "not answering" }
    guard let holder, holder.role == .daemon else { return "stopped" }
    let age = SystemClock().now() - holder.startedAt
    return age < .seconds(30) ? "starting" : "not answering"
}

private func contents(of home: Home, _ options: DaemonOptions) async throws(CommandFailure) -> StatusResponse {
    let house = try House(reading: home, settings: try options.loadSettingsOrDefaults(home), environment: options.environment)
    defer { house.store.close() }
    let silent = Logger(label: "upbeat") { _ in SwiftLogNoOpLogHandler() }
    let plane = try house.plane(engine: NoEngine(), facts: HouseFacts(version: upbeatVersion, home: home.state, daemon: nil))
    do {
        return try await UpbeatClient(DoorTransport(door: house.door(plane, log: silent)), environment: [:]).status()
    } catch {
        throw CommandFailure(message: "the database \(home.database) could not be read: \(error)")
    }
}
