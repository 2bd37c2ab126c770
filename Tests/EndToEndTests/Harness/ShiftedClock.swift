import Foundation
import Recurrence
import Synchronization
import TestSupport

/// The wall clock of the daemons of one history, which can be set while they live; that of the machine, and all else in this process,
/// goes on as it was. `Tests/Chaos/clock_shim.c` shows it to a daemon.
final class ShiftedClock: Sendable {
    private let library: String
    private let file: String
    private let ledger = Mutex(WallSteps())

    init(in folder: String) throws {
        (library, file) = (folder + "/clock_shim.so", folder + "/clock")
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Chaos/clock_shim.c").standardized
        try Compiler.compile(source.path, into: library, options: ["-shared", "-fPIC"])
        try Data(count: MemoryLayout<Int64>.size).write(to: URL(filePath: file))
    }

    /// What a daemon needs in its environment. Its children get none of it.
    var environment: [String: String] { ["LD_PRELOAD": library, "CLOCK_SHIM_FILE": file] }

    /// Sets it so far ahead of the machine's, at once and for every daemon that lives.
    func set(ahead: Duration) throws {
        try ledger.withLock { steps in
            var nanoseconds = ahead.nanoseconds
            let descriptor = open(file, O_WRONLY | O_CLOEXEC)
            defer { close(descriptor) }
            let at = BootTime.now()
            guard pwrite(descriptor, &nanoseconds, 8, 0) == 8 else { throw HarnessError.system("setting the clock") }
            steps.note(WallSteps.Step(at: at, ahead: ahead))
        }
    }

    /// Sets it on by so much, or back.
    func step(by step: Duration) throws { try set(ahead: ahead + step) }

    /// Since when it has been where.
    var steps: WallSteps { ledger.withLock { $0 } }

    /// How far it goes ahead of the machine's.
    var ahead: Duration { steps.ahead }

    /// What it shows.
    var now: Instant { BootTime.wall + ahead }
}
