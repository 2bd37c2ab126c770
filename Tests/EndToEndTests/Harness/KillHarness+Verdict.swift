import Foundation
import Pulses
import StrictJSON
import TestSupport

extension KillHarness {
    /// One more daemon, which has to bring everything to its end; then the verdict.
    func finish() throws {
        try setClockRight()
        let daemon = try begin()
        fillPool()
        endWriting()
        if try !watchSettling(daemon, until: daemon.life.startedAt + .seconds(20)) {
            report.problems.append("runs of earlier daemons were still on record 20 s after a restart")
        }
        try holdSchedules(daemon)
        try waitUntilAllHasEnded()
        if let sabotage = plan.sabotage, sabotage.isForTheLiving {
            hasPlanted = try sabotage.plant(home, boot: daemon.life.boot?.text)
        }
        if plan.sabotage != nil, !hasPlanted { report.problems.append("the fault could not be planted") }
        let dump = try FinalDump.read(home, schedules: try dumpSchedules())
        try compareCounts(dump)
        lives.append(daemon.life)
        judge(dump)
        try end(daemon)
        reap()
        try inspectFile()
    }

    /// Until nothing runs and only what is due much later is pending; at the latest until the deadline, and then the checker says what
    /// is missing.
    private func waitUntilAllHasEnded() throws {
        let connection = UnixHTTPConnection(path: home.socket)
        let limit = BootTime.now() + KillOrder.longestNearDelay + plan.deadline + .milliseconds(100)
        while BootTime.now() < limit {
            let counts = try FinalDump.get("/v1/status", connection)["pulses"]
            let open = ["blocked", "pending", "processing"].compactMap { counts?[$0]?.integerValue }.reduce(0, +)
            if open <= recorder.farOpen { return }
            pass(until: .now() + .milliseconds(20))
        }
    }

    /// The counts that the daemon keeps beside its rows are those of its rows.
    private func compareCounts(_ dump: FinalDump) throws {
        let counts = try FinalDump.get("/v1/status", UnixHTTPConnection(path: home.socket))
        for status in PulseStatus.allCases {
            let rows = dump.pulses.count { $0.status == status }
            let told = counts["pulses"]?[status.name]?.integerValue
            if told != Int64(rows) {
                report.problems.append("the status counts \(told.map(String.init) ?? "no") \(status.name) pulses, but there are \(rows)")
            }
        }
        for outcome in AttemptOutcome.allCases {
            let rows = dump.pulses.flatMap(\.attempts).count { $0.outcome == outcome }
            let told = counts["attempts"]?[outcome.name]?.integerValue
            if told != Int64(rows) {
                report.problems.append("the status counts \(told.map(String.init) ?? "no") attempts \(outcome.name), but there are \(rows)")
            }
        }
    }

    private func judge(_ dump: FinalDump) {
        var file = ChildLedgerFile(path: home.ledger)
        let children = file.read()
        for line in file.foreign + [file.torn].compactMap(\.self) {
            report.problems.append("the children's ledger has a line that is none: \(line)")
        }
        let ledgers = Ledgers(
            client: recorder.entries, children: children, lives: lives, dump: dump, clock: home.clock?.steps ?? WallSteps(),
            terms: recorder.terms, cancels: recorder.cancels)
        let policy = LedgerPolicy(
            slots: Self.slots, retryDelay: .milliseconds(160), commitLag: .seconds(3), deadline: plan.deadline, promptness: .seconds(3),
            pools: plan.features.contains(.pools) ? KillPools.limits : [:])
        report.violations = LedgerChecker(policy: policy).violations(in: ledgers)
        report.latencies = recorder.latencies
        (report.acknowledgedNear, report.acknowledgedFar) = recorder.acknowledged
        report.unanswered = ledgers.client.count { if case .info = $0.event { true } else { false } }
        report.starts = children.count { $0.event == .start }
        report.note(dump.schedules)
        report.note(ledgers)
        report.lostAttempts = dump.pulses.flatMap(\.attempts).count { $0.outcome == .lost }
        let poisoned = dump.pulses.filter { $0.reason == "poison" }
        let started = Set(children.filter { $0.event == .start }.map(\.run))
        report.poisoned = poisoned.count
        report.poisonedUnstarted = poisoned.count { pulse in
            pulse.attempts.suffix(3).contains { !started.contains(RunKey(pulse: pulse.id, attempt: $0.number)) }
        }
    }

    /// The file itself, after the last daemon has ended.
    private func inspectFile() throws {
        let probe = try DatabaseProbe(home.database)
        defer { probe.close() }
        let check = try probe.rows("PRAGMA integrity_check").compactMap { $0.first ?? nil }
        if check != ["ok"] { report.problems.append("PRAGMA integrity_check: \(check.prefix(5).joined(separator: "; "))") }
        let rules = [
            ("pulses are still on record as running", "SELECT count(*) FROM running"),
            (
                "pulses are pending and nobody will look at them",
                "SELECT count(*) FROM pulse WHERE status = 1 AND id NOT IN (SELECT id FROM due)"
            ),
            (
                "rows of what is due are of no pending pulse",
                "SELECT count(*) FROM due WHERE id NOT IN (SELECT id FROM pulse WHERE status = 1)"
            ),
            (
                "pulses are blocked, and all that they wait for has come",
                """
                SELECT count(*) FROM pulse AS p WHERE status = 0 AND reason = 'dependency'
                    AND NOT EXISTS (SELECT 1 FROM dependency WHERE pulse = p.id AND met = 0)
                """
            ),
            (
                "pulses that can run wait for others",
                "SELECT count(*) FROM pulse WHERE status = 1 AND id IN (SELECT pulse FROM dependency WHERE met = 0)"
            ),
        ]
        for (words, sql) in rules {
            let count = try probe.value(sql) ?? "0"
            if count != "0" { report.problems.append("\(count) \(words)") }
        }
    }
}
