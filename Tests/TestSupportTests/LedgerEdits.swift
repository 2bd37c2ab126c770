import Pulses
import TestSupport

/// The cuts with which faults are planted.
extension Ledgers {
    func pick(_ random: inout SeededGenerator, where predicate: (ChildEntry) -> Bool) -> ChildEntry? {
        children.filter(predicate).randomElement(using: &random)
    }

    /// The END of an attempt that is on record as succeeded.
    func pickSuccess(_ random: inout SeededGenerator, where predicate: (ChildEntry) -> Bool = { _ in true }) -> ChildEntry? {
        let attempts = dump.pulses.flatMap { pulse in
            pulse.attempts.filter { $0.outcome == .succeeded }.map { RunKey(pulse: pulse.id, attempt: $0.number) }
        }
        let succeeded = Set(attempts)
        return pick(&random) { $0.event == .end(exit: 0) && succeeded.contains($0.run) && predicate($0) }
    }

    mutating func changePulse(_ key: String, _ change: (inout DumpedPulse) -> Void) {
        for index in dump.pulses.indices where dump.pulses[index].key == key { change(&dump.pulses[index]) }
    }

    /// Makes as if the children of some acknowledged pulse had never been, then does the rest.
    mutating func dropAcknowledged(_ random: inout SeededGenerator, _ rest: (inout Ledgers, String) -> Void) -> String? {
        guard let key = client.filter(\.isAcknowledgement).randomElement(using: &random)?.key else { return nil }
        children.removeAll { $0.key == key }
        rest(&self, key)
        return key
    }

    /// One more run of the same pulse, a little later, with a record of its own.
    mutating func runAgain(after end: ChildEntry) -> String {
        var start = end
        start.event = .start
        start.at = end.at + .milliseconds(300)
        start.pid += 50
        start.run.attempt += 1
        if let life = lives.last(where: { $0.startedAt <= start.at }), let boot = life.boot { start.boot = boot }
        children.removeAll { $0.key == end.key && $0.run.attempt >= start.run.attempt }
        children.append(start)
        changePulse(end.key) { pulse in
            pulse.attempts.removeAll { $0.number >= start.run.attempt }
            pulse.attempts.append(DumpedAttempt(number: start.run.attempt, outcome: .lost, due: pulse.due))
        }
        return end.key
    }

    /// A request, its pulse, a first run that the daemon's end cut off, and a second one that this end would explain.
    mutating func inventRerun(_ number: Int, boot: BootID, killedAt: BootTime) -> String? {
        guard let last = lives.last, let lastBoot = last.boot, let ready = last.readyAt else { return nil }
        let (key, id) = ("invented\(number)", PulseID(Int64(200_000 + number)))
        let due = killedAt - .milliseconds(20)
        client.append(ClientEntry(at: due, key: key, event: .invoke(notBefore: due)))
        client.append(ClientEntry(at: due, key: key, event: .ok(id, due: due)))
        func entry(_ attempt: Int, _ boot: BootID, _ at: BootTime, _ event: ChildEntry.Event) -> ChildEntry {
            ChildEntry(at: at, key: key, run: RunKey(pulse: id, attempt: attempt), boot: boot, pid: Int32(number), event: event)
        }
        children.append(entry(1, boot, killedAt - .milliseconds(10), .start))
        children.append(entry(2, lastBoot, ready + .milliseconds(400), .start))
        children.append(entry(2, lastBoot, ready + .milliseconds(500), .end(exit: 0)))
        dump.pulses.append(
            DumpedPulse(
                id: id, key: key, status: .completed, due: due,
                attempts: [
                    DumpedAttempt(number: 1, outcome: .lost, due: due), DumpedAttempt(number: 2, outcome: .succeeded, due: due),
                ]))
        return key
    }
}

extension ClientEntry {
    var isAcknowledgement: Bool {
        if case .ok = event { true } else { false }
    }
}
