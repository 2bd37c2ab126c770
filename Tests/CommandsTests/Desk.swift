import Client
import Daemon
import Recurrence
import Synchronization

@testable import Commands

/// Where a test sits: command lines run here, against a fake daemon, and what they wrote can be read.
final class Desk: Sendable {
    struct Outcome: Equatable {
        var code: Int32
        var out: String
        var err: String
    }

    struct State {
        var out: [UInt8] = []
        var err: [UInt8] = []
        var now = exampleNow
        /// What the doors were asked with last.
        var options: DaemonOptions?
        /// How often doors were opened and closed.
        var opened = 0
        var closed = 0
        /// How much of the input was taken in parts.
        var taken = 0
        /// The daemon of the home; starting and stopping change it.
        var running: RunningDaemon?
        /// What was asked of the daemon as a whole: `start`, `stop 4711`, `stop 4711 now`.
        var lifeCalls: [String] = []
        /// What a start ends with.
        var startFailure: CommandFailure?
        /// What the service manager was told.
        var calls: [[String]] = []
    }

    /// The largest part in which the input comes.
    static let inputChunk = 7

    let daemon: FakeDaemon
    let state = Mutex(State())
    private let isDaemon: Bool
    private let width: Int?
    private let input: String
    private let environment: [String: String]
    private let program: String
    private let refusal: CommandError?
    private let failure: CommandFailure?
    private let writes: Countdown?
    private let report: DoctorReport

    /// - Parameters:
    ///   - isDaemon: false where this process answers itself.
    ///   - width: of the terminal; nil where the output is piped.
    ///   - refusal: what writing to stdout ends with.
    ///   - failure: what opening a door ends with.
    ///   - reader: how many writes to stdout somebody reads before he goes; nil: all.
    init(
        _ daemon: FakeDaemon = FakeDaemon(), isDaemon: Bool = true, width: Int? = nil, input: String = "",
        environment: [String: String] = [:], program: String = "upbeat", refusal: CommandError? = nil, failure: CommandFailure? = nil,
        reader: Int? = nil, report: DoctorReport = exampleDoctorReport
    ) {
        self.daemon = daemon
        self.isDaemon = isDaemon
        self.width = width
        self.input = input
        self.environment = environment
        self.program = program
        self.refusal = refusal
        self.failure = failure
        writes = reader.map { Countdown($0) }
        self.report = report
    }

    /// How long the commands have slept.
    var slept: Duration { state.withLock { $0.now } - exampleNow }

    func run(_ arguments: String...) async -> Outcome { await run(arguments) }

    func run(_ arguments: [String]) async -> Outcome {
        state.withLock { state in
            state.out = []
            state.err = []
        }
        let code = await runCommandLine(arguments, in: surroundings)
        return state.withLock { state in
            Outcome(code: code, out: String(decoding: state.out, as: UTF8.self), err: String(decoding: state.err, as: UTF8.self))
        }
    }

    private var surroundings: Surroundings {
        Surroundings(
            program: program, environment: environment, currentFolder: "/home/me",
            output: ByteStream(width: width) { bytes throws(CommandError) in
                if let refusal = self.refusal { throw refusal }
                if self.writes?.isOver() == true { throw .outputClosed }
                self.state.withLock { $0.out += bytes }
            },
            messages: ByteStream(width: width) { bytes in self.state.withLock { $0.err += bytes } },
            input: ByteSource(
                isTerminal: false, read: { limit in Array(Array(self.input.utf8).prefix(limit)) },
                next: { limit in
                    self.state.withLock { state in
                        let part = Array(Array(self.input.utf8).dropFirst(state.taken).prefix(min(limit, Self.inputChunk)))
                        state.taken += part.count
                        return part
                    }
                }),
            now: { self.state.withLock { $0.now } },
            sleep: { duration in self.state.withLock { $0.now += duration } },
            local: exampleLocal, doors: doors)
    }

    private var doors: Doors {
        Doors(
            open: { options throws(CommandFailure) in
                if let failure = self.failure { throw failure }
                self.state.withLock { state in
                    state.options = options
                    state.opened += 1
                }
                return OpenDoor(client: UpbeatClient(self.daemon, environment: self.environment), isDaemon: self.isDaemon) {
                    self.state.withLock { $0.closed += 1 }
                }
            },
            run: { options, announce throws(CommandFailure) in
                if let failure = self.failure { throw failure }
                self.state.withLock { $0.options = options }
                announce(exampleAnnouncement)
            },
            check: { _ throws(CommandFailure) in
                if let failure = self.failure { throw failure }
                return exampleReport
            },
            token: { options throws(CommandFailure) in
                if let failure = self.failure { throw failure }
                self.state.withLock { $0.options = options }
                return ("s3cret", "/state/token")
            },
            start: { options throws(CommandFailure) in
                if let failure = self.state.withLock({ $0.startFailure }) { throw failure }
                self.state.withLock { state in
                    state.lifeCalls.append("start")
                    state.options = options
                }
                return StartedDaemon(pid: 4712, socket: "/run/u.sock", warnings: ["the clock is odd"])
            },
            find: { options throws(CommandFailure) in
                if let failure = self.failure { throw failure }
                return self.state.withLock { $0.running }
            },
            stop: { daemon, _, isAtOnce, waiting throws(CommandFailure) in
                self.state.withLock { state in
                    state.lifeCalls.append("stop \(daemon.pid)" + (isAtOnce ? " now" : ""))
                    state.running = nil
                }
                waiting(.seconds(40))
            },
            service: ServiceControl(
                isRunning: { _ in self.isDaemon },
                call: { words in
                    self.state.withLock { $0.calls.append(words) }
                    return ServiceControl.End(isDone: self.failure == nil, text: self.failure?.message ?? "")
                }),
            status: { options throws(CommandError) in
                if let failure = self.failure { throw .daemon(failure) }
                self.state.withLock { $0.options = options }
                do throws(ClientError) {
                    return try await UpbeatClient(self.daemon, environment: [:]).status()
                } catch {
                    throw .client(error)
                }
            },
            doctor: { options, fixes throws(CommandFailure) in
                if let failure = self.failure { throw failure }
                self.state.withLock { $0.options = options }
                var report = self.report
                if fixes { report.mended = ["closed /state/token to others (mode 600)"] }
                return report
            })
    }
}

let exampleAnnouncement = Announcement(
    version: "0.1.0", pid: 4711, addresses: ["http://127.0.0.1:8765"], socket: "/run/u.sock", home: "/state", token: "s3cret",
    warnings: ["the clock is odd"])

let exampleReport = ConfigurationReport(
    files: ["/etc/u.yaml"], settings: [("http.port", "9000", "/etc/u.yaml:3"), ("zone", "UTC", "default")],
    runners: [("mine", "mine {prompt}", "/etc/u.yaml:7")], schedules: [("tick", "Every hour", "/etc/u.yaml:9")],
    agents: [("bot", "schedule", "/etc/u.yaml")], warnings: ["PULSE_DB_PATH is Reeve's own"],
    pools: [("llm", "1 at once", "/etc/u.yaml:11")])

/// Is over after so many questions.
final class Countdown: Sendable {
    private let left: Mutex<Int>

    init(_ count: Int) { left = Mutex(count) }

    func isOver() -> Bool {
        left.withLock { left in
            left -= 1
            return left < 0
        }
    }
}
