import Foundation
import Processes
import Recurrence

/// Watches a daemon in the background until it is ready, or has ended, or has been silent for too long.
struct StartWatch {
    /// How long it may be silent; it may ask for more (`EXTEND_TIMEOUT_USEC`, sd_notify(3)).
    static let patience = Duration.seconds(60)

    let child: DetachedChild
    let ready: ReadySocket
    let output: DaemonOutput
    /// Of `output`.
    let file: String
    let log: String
    var patience = StartWatch.patience

    func waitUntilReady() async throws(CommandFailure) {
        let clock = ContinuousClock()
        var end = clock.now + patience
        var status: String?
        while true {
            // The end first: what it said before it counts all the same.
            let ending = child.ending()
            for line in ready.lines() {
                if line == "READY=1" { return }
                if line.hasPrefix("STATUS=") { status = String(line.dropFirst("STATUS=".count)) }
                if line.hasPrefix("EXTEND_TIMEOUT_USEC="), let more = Int64(line.dropFirst("EXTEND_TIMEOUT_USEC=".count)), more > 0 {
                    end = max(end, clock.now + .microseconds(min(more, 86_400_000_000)))
                }
            }
            if let ending { throw failure(ending, status) }
            guard clock.now < end else {
                // It is left: a large database that is being checked would only begin anew.
                throw CommandFailure(
                    message:
                        "the daemon (process \(child.pid)) is not ready after \(HumanDuration.format(patience)); it goes on in the background: "
                        + "see `upbeat status` and \(log), or end it with `upbeat stop`",
                    exitCode: 75)
            }
            do { try await clock.sleep(for: .milliseconds(10)) } catch {
                throw CommandFailure(message: "not waiting any longer; the daemon (process \(child.pid)) goes on", exitCode: 75)
            }
        }
    }

    /// The daemon's own words and code, where it has ended with any; of a crash what its runtime says first.
    ///
    /// - Parameter status: its last word to the service manager, which stands in for words that its disk did not take.
    private func failure(_ ending: DetachedChild.Ending, _ status: String?) -> CommandFailure {
        let (warnings, rest) = output.words()
        var lines = warnings.map { "warning: \($0)" }
        switch ending {
        case .exited(0): lines.append("the daemon was told to end while it started")
        case .exited(let code) where rest.isEmpty:
            lines.append(status ?? "the daemon ended with exit code \(code) while it started; see \(log)")
        case .exited: lines += rest.suffix(20)
        case .signalled(let number):
            lines.append("the daemon was ended by signal \(number) while it started; what it said is in \(file)")
            lines += rest.prefix(3).map { "  \($0)" }
        }
        var code: Int32 = 1
        if case .exited(let own) = ending, own != 0 { code = own }
        return CommandFailure(message: lines.joined(separator: "\n"), exitCode: code)
    }
}
