import Foundation
import Pulses
import TestSupport

/// Drives the built daemon through a history of blows under load, and judges it.
///
/// Writers ask for pulses all the time, the children write their own ledger, the nemesis strikes at moments that the seed tells. At
/// the end one more daemon must bring everything to its end. Blocking: to be run on a thread of its own. Linux only.
final class KillHarness {
    /// What is done to the daemon, some time after it began to answer.
    enum Blow: String, CaseIterable, Sendable {
        case kill
        /// kill -9 while it starts, before it was heard to answer.
        case early
        case term
        /// STOP, a while, CONT; then kill -9.
        case stop
        /// The wall clock is set once or twice, forward or back; then kill -9.
        case clock
    }

    struct Plan: Sendable {
        var cycles: Int
        var seed: UInt64
        var blows: [Blow] = [.kill]
        var sabotage: KillSabotage?
        var writers = 8
        /// How long the last daemon has for what is due.
        var deadline: Duration = .seconds(60)
        /// Whether some children leave a process behind that has its own session: DESIGN.md promises the end of the group alone there.
        var hasFugitives = false
        var features = Set(KillFeature.allCases)
        var keepsFiles = false

        init(cycles: Int, seed: UInt64) {
            self.cycles = cycles
            self.seed = seed
        }
    }

    /// What the daemon's settings (`KillHome.environment`) promise.
    static let slots = 8
    static let drainLimit = Duration.seconds(2)
    static let grace = Duration.milliseconds(300)

    let plan: Plan
    let home: KillHome
    let binary: String
    let recorder: KillRecorder
    var random: SeededGenerator
    var report: KillReport
    var lives: [DaemonLife] = []
    var hasPlanted = false
    var schedules: [MadeSchedule] = []
    private var sessions: Set<Int32> = []
    private var current: DaemonUnderTest?
    private let writing = DispatchGroup()

    init(_ plan: Plan, binary: String) throws {
        self.plan = plan
        self.binary = binary
        home = try KillHome(
            hasShiftedClock: plan.blows.contains(.clock), file: plan.features.contains(.pools) ? KillPools.file : nil)
        recorder = KillRecorder(home: home)
        random = SeededGenerator(seed: plan.seed)
        report = KillReport(seed: plan.seed)
    }

    /// Runs the history; leaves no process and, unless something is wrong, no file behind.
    func run() throws -> KillReport {
        try Subreaper.begin()
        defer {
            recorder.endWriting(atOnce: true)
            writing.wait()
            current?.putAway()
            home.remove(keepingFiles: plan.keepsFiles || !report.isClean && plan.sabotage == nil)
        }
        beginWriting()
        do {
            for number in 1...max(plan.cycles, 1) where !hasPlanted || plan.sabotage?.isRare != true { try cycle(number) }
            try finish()
        } catch let error as HarnessError {
            report.problems.append("\(error); the daemon's last words: \(lastWords())")
        }
        report.problems += recorder.problems
        if plan.sabotage == nil, plan.keepsFiles || !report.isClean { print("kill harness: the files are kept in \(home.folder)") }
        return report
    }

    // MARK: cycles

    private func cycle(_ number: Int) throws {
        let blow = plan.blows.randomElement(using: &random) ?? .kill
        let daemon = blow == .early ? try start() : try begin()
        if blow != .early {
            try makeSchedules()
            try maySetClockRight()
        }
        try strike(daemon, blow)
        lives.append(daemon.life)
        if daemon.life.end?.how == .killed { try noteWishes() }
        report.cycles = number
        reap()
        try sabotage(number)
    }

    private func strike(_ daemon: DaemonUnderTest, _ blow: Blow) throws {
        if blow == .early {
            pass(until: .now() + .milliseconds(Int64.random(in: 0...200, using: &random)))
            return try daemon.kill9()
        }
        let blowAt = BootTime.now() + .milliseconds(Int64.random(in: 50...700, using: &random))
        try watchSettling(daemon, until: blowAt)
        pass(until: blowAt)
        switch blow {
        case .kill, .early: try daemon.kill9()
        case .term: try end(daemon)
        case .stop:
            daemon.freeze(for: .milliseconds(Int64.random(in: 100...1500, using: &random)))
            pass(until: .now() + .milliseconds(Int64.random(in: 0...200, using: &random)))
            try daemon.kill9()
        case .clock:
            for _ in 0..<(random.chance(50) ? 2 : 1) {
                try setClock()
                pass(until: .now() + .milliseconds(Int64.random(in: 0...1000, using: &random)))
            }
            try daemon.kill9()
        }
    }

    private func start() throws -> DaemonUnderTest {
        let daemon = try DaemonUnderTest(binary: binary, home: home)
        current = daemon
        sessions.insert(daemon.pid)
        return daemon
    }

    /// Starts a daemon and waits until it answers.
    func begin() throws -> DaemonUnderTest {
        let daemon = try start()
        try daemon.waitUntilReady()
        if let ready = daemon.life.readyAt { report.answers.append(ready - daemon.life.startedAt) }
        return daemon
    }

    /// Watches until nothing of an earlier daemon is on record as running. The file is let go of before the blow, so that the next
    /// daemon finds it as a crash leaves it.
    @discardableResult
    func watchSettling(_ daemon: DaemonUnderTest, until limit: BootTime) throws -> Bool {
        let probe = try DatabaseProbe(home.database)
        defer { probe.close() }
        let boot = daemon.life.boot?.text ?? ""
        while BootTime.now() < limit {
            if try probe.value("SELECT count(*) FROM running WHERE owner <> '\(boot)'") == "0" {
                guard !lives.isEmpty else { return true }
                report.settlings.append(BootTime.now() - daemon.life.startedAt)
                for process in ProcessCensus.runs(ofHome: home.state) where process.boot.text != boot {
                    report.problems.append("\(process) of a dead daemon was left when its run was off the record")
                }
                return true
            }
            pass(until: min(limit, .now() + .milliseconds(3)))
        }
        return false
    }

    /// Asks the daemon to end and holds it to its limit.
    func end(_ daemon: DaemonUnderTest) throws {
        daemon.askToEnd()
        let (ending, duration) = try daemon.waitForEnd(within: Self.drainLimit + .seconds(20))
        report.ends.append(duration)
        if ending != .exited(0) { report.problems.append("the daemon ended with \(ending) after TERM") }
        if duration > Self.drainLimit + .seconds(1) {
            report.problems.append("the daemon took \(duration.inMilliseconds) to end after TERM, with a limit of \(Self.drainLimit)")
        }
        for process in ProcessCensus.runs(ofHome: home.state) {
            report.problems.append("\(process) was left after TERM")
        }
    }

    private func sabotage(_ number: Int) throws {
        guard let sabotage = plan.sabotage, !sabotage.isForTheLiving, number > 1, !hasPlanted || sabotage.isRepeated else { return }
        hasPlanted = try sabotage.plant(home) || hasPlanted
    }

    func reap() {
        var ledger = ChildLedgerFile(path: home.ledger)
        let leaders = ledger.read().filter { $0.event == .grandchild }.map(\.pid)
        Subreaper.reap(sessions: sessions, leaders: Set(leaders))
    }

    // MARK: writers

    private func beginWriting() {
        for number in 1...plan.writers {
            let writer = KillWriter(
                number: number, home: home, recorder: recorder, seed: random.next(),
                plan: KillWriter.Plan(features: plan.features, hasFugitives: plan.hasFugitives))
            Thread.detachNewThread { [writing] in
                writer.run()
                writing.leave()
            }
            writing.enter()
        }
    }

    /// Lets the writers bring what they have begun to its answer.
    func endWriting() {
        recorder.endWriting()
        if writing.wait(timeout: .now() + 30) == .timedOut { report.problems.append("a writer was not answered within 30 s") }
    }

    private func lastWords() -> String {
        let text = (try? String(contentsOfFile: home.log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(5).joined(separator: " / ")
    }
}
