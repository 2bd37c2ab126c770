import Pulses
import TestSupport

/// A correct daemon, its clients and its children, in steps of a millisecond: what a history looks like in which every promise is kept
/// though the daemon is killed, asked to end and left without answers again and again.
struct LedgerSimulation {
    static let policy = LedgerPolicy(slots: 4, retryDelay: .milliseconds(160), commitLag: .milliseconds(1300), deadline: .seconds(20))

    private struct Pulse {
        var id: PulseID
        var key: String
        var scheduled: Int
        var due: Int
        var status = PulseStatus.pending
        var reason: String?
        var attempts: [DumpedAttempt] = []
        var spent = 0
        var lost = 0
    }

    /// A claim and its child.
    private struct Run {
        var pulse: Int
        var attempt: Int
        var boot: BootID
        var startsAt: Int
        var endsAt: Int
        var exit: Int
        var isSpawned = false
        var hasStarted = false
        var hasEnded = false
        /// When its end is stored, or its tree is gone.
        var settlesAt: Int?

        /// What it does in this millisecond.
        mutating func live(at now: Int) -> ChildEntry.Event? {
            guard !hasEnded else { return nil }
            if startsAt <= now, !hasStarted {
                hasStarted = true
                return .start
            }
            guard endsAt <= now else { return nil }
            hasEnded = true
            return .end(exit: exit)
        }
    }

    private struct Client {
        var key: String?
        var delay = 0
        var actsAt: Int
        var tries = 0
    }

    private var random: SeededGenerator
    private var now = 0
    private var client: [ClientEntry] = []
    private var children: [ChildEntry] = []
    private var lives: [DaemonLife] = []
    private var clients: [Client]
    private var pulses: [Pulse] = []
    /// Those that have not ended, and some that just have.
    private var open: [Int] = []
    private var pulseOfKey: [String: Int] = [:]
    private var failuresOfKey: [String: Int] = [:]
    private var runs: [Run] = []
    /// Runs of a dead daemon.
    private var orphans: [Run] = []
    private var isUp = false
    private var isDraining = false
    private var changesAt = 5
    private var keysMade = 0

    private let lengthInMilliseconds = 6000

    /// The histories of the first 40 seeds.
    static let histories: [Ledgers] = (1...40).map { (seed: UInt64) in
        var simulation = LedgerSimulation(seed: seed)
        return simulation.run()
    }

    private init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        clients = (0..<4).map { Client(actsAt: 10 + $0) }
    }

    private mutating func run() -> Ledgers {
        while now < lengthInMilliseconds || !isUp || pulses.contains(where: \.status.isOpen) {
            now += 1
            if now == changesAt { changeDaemon() }
            childrenStep()
            if isUp { daemonStep() }
            for index in clients.indices where clients[index].actsAt <= now { clientStep(index) }
        }
        let dumped = pulses.map { pulse in
            DumpedPulse(
                id: pulse.id, key: pulse.key, status: pulse.status, reason: pulse.reason, due: moment(pulse.scheduled),
                attempts: pulse.attempts)
        }
        now += 20_100
        return Ledgers(client: client, children: children, lives: lives, dump: FinalDump(readAt: moment(now), pulses: dumped))
    }

    private func moment(_ millisecond: Int) -> BootTime { BootTime(nanoseconds: 1_000_000_000_000 + Int64(millisecond) * 1_000_000) }

    // MARK: nemesis

    private mutating func changeDaemon() {
        if !isUp {
            let boot = BootID("boot\(lives.count)")
            let ready = now + Int.random(in: 5...40, using: &random)
            lives.append(DaemonLife(boot: boot, startedAt: moment(now), readyAt: moment(ready), end: nil))
            isUp = true
            isDraining = false
            for index in orphans.indices where orphans[index].settlesAt == nil {
                orphans[index].settlesAt = ready + Int.random(in: 0...320, using: &random)
            }
            guard now < lengthInMilliseconds else { return }
            changesAt = ready + Int.random(in: 50...900, using: &random)
        } else if !isDraining, random.chance(25) {
            lives[lives.count - 1].end = DaemonLife.End(how: .terminated, at: moment(now))
            isDraining = true
            for index in runs.indices where runs[index].settlesAt == nil {
                runs[index].settlesAt = now + Int.random(in: 1...100, using: &random)
            }
            changesAt = now + 420
        } else {
            if !isDraining { lives[lives.count - 1].end = DaemonLife.End(how: .killed, at: moment(now)) }
            for index in runs.indices { runs[index].settlesAt = nil }
            orphans += runs.filter(\.isSpawned)
            for run in runs where !run.isSpawned {
                var run = run
                run.hasEnded = true
                orphans.append(run)
            }
            runs = []
            isUp = false
            changesAt = now + Int.random(in: 5...200, using: &random)
        }
    }

    // MARK: children

    private mutating func childrenStep() {
        var written: [(Run, ChildEntry.Event)] = []
        for index in runs.indices {
            runs[index].isSpawned = true
            if let event = runs[index].live(at: now) { written.append((runs[index], event)) }
        }
        for index in orphans.indices {
            if let event = orphans[index].live(at: now) { written.append((orphans[index], event)) }
        }
        for (run, event) in written {
            let pulse = pulses[run.pulse]
            children.append(
                ChildEntry(
                    at: moment(now), key: pulse.key, run: RunKey(pulse: pulse.id, attempt: run.attempt), boot: run.boot,
                    pid: Int32(run.pulse * 100 + run.attempt), event: event))
        }
    }

    // MARK: daemon

    private mutating func daemonStep() {
        guard let ready = lives[lives.count - 1].readyAt, moment(now) >= ready else { return }
        let settledOrphans = orphans.filter { $0.settlesAt.map { $0 <= now } ?? false }
        orphans.removeAll { $0.settlesAt.map { $0 <= now } ?? false }
        for run in settledOrphans { settle(run, .lost) }
        for index in runs.indices where runs[index].hasEnded && runs[index].settlesAt == nil {
            let lag = random.chance(10) ? 250...600 : 0...30
            runs[index].settlesAt = now + Int.random(in: lag, using: &random)
        }
        let settled = runs.filter { $0.settlesAt.map { $0 <= now } ?? false }
        runs.removeAll { $0.settlesAt.map { $0 <= now } ?? false }
        for run in settled { settle(run, !run.hasEnded ? .cancelled : run.exit == 0 ? .succeeded : .failed) }
        guard !isDraining else { return }
        open.removeAll { !pulses[$0].status.isOpen }
        for index in open where runs.count < Self.policy.slots {
            if pulses[index].status == .pending, pulses[index].due <= now { claim(index) }
        }
    }

    private mutating func claim(_ index: Int) {
        pulses[index].status = .processing
        let fails = failuresOfKey[pulses[index].key, default: 0] > pulses[index].spent
        let start = now + Int.random(in: 1...8, using: &random)
        let attempt = pulses[index].attempts.count + 1
        pulses[index].attempts.append(DumpedAttempt(number: attempt, outcome: nil, due: moment(pulses[index].due)))
        runs.append(
            Run(
                pulse: index, attempt: attempt, boot: lives[lives.count - 1].boot ?? BootID("?"), startsAt: start,
                endsAt: start + Int.random(in: 1...250, using: &random), exit: fails ? 1 : 0))
    }

    private mutating func settle(_ run: Run, _ outcome: AttemptOutcome) {
        var pulse = pulses[run.pulse]
        pulse.attempts[pulse.attempts.count - 1].outcome = outcome
        pulse.status = .pending
        switch outcome {
        case .succeeded: pulse.status = .completed
        case .failed, .timedOut:
            pulse.spent += 1
            pulse.lost = 0
            pulse.due = now + Int.random(in: 160...240, using: &random)
            if pulse.spent == Self.policy.attempts { (pulse.status, pulse.reason) = (.failed, "failed") }
        case .lost:
            pulse.lost += 1
            if pulse.lost == Self.policy.poison { (pulse.status, pulse.reason) = (.failed, "poison") }
        case .cancelled: break
        }
        pulses[run.pulse] = pulse
    }

    // MARK: clients

    private mutating func clientStep(_ index: Int) {
        guard now < lengthInMilliseconds || clients[index].key != nil else { return }
        var client = clients[index]
        defer { clients[index] = client }
        if client.key == nil {
            keysMade += 1
            client.key = "key\(keysMade)"
            client.delay = random.chance(30) ? Int.random(in: 200...2000, using: &random) : 0
            client.tries = 0
            failuresOfKey["key\(keysMade)"] = random.chance(30) ? Int.random(in: 1...4, using: &random) : 0
        }
        guard let key = client.key else { return }
        client.tries += 1
        note(key, .invoke(notBefore: moment(now + client.delay)))
        let isServed = isUp && !isDraining && lives[lives.count - 1].readyAt.map { $0 <= moment(now) } ?? false
        guard isServed else {
            note(key, random.chance(50) ? .fail("connection refused") : .info("reset"))
            giveUpOrRetry(&client)
            return
        }
        // The daemon can die before it has stored the request, or before it has answered.
        let (isStored, isAnswered) = (!random.chance(3), !random.chance(5))
        if isStored, pulseOfKey[key] == nil {
            pulseOfKey[key] = pulses.count
            open.append(pulses.count)
            pulses.append(
                Pulse(id: PulseID(Int64(pulses.count + 1)), key: key, scheduled: now + client.delay, due: now + client.delay))
        }
        guard isStored, isAnswered, let pulse = pulseOfKey[key].map({ pulses[$0] }) else {
            note(key, .info("no answer"))
            giveUpOrRetry(&client)
            return
        }
        note(key, .ok(pulse.id, due: moment(pulse.scheduled)))
        client.key = nil
        client.actsAt = now + Int.random(in: 20...200, using: &random)
    }

    private mutating func giveUpOrRetry(_ client: inout Client) {
        if client.tries > 3, random.chance(10) || now > lengthInMilliseconds { client.key = nil }
        client.actsAt = now + Int.random(in: 2...40, using: &random)
    }

    private mutating func note(_ key: String, _ event: ClientEntry.Event) {
        client.append(ClientEntry(at: moment(now), key: key, event: event))
    }
}
