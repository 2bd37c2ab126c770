import Pulses
import TestSupport

/// One way to spoil a correct history, with the kind of violation that must be found in it.
struct LedgerFault: Sendable, CustomStringConvertible {
    var name: String
    var kind: Violation.Kind
    /// Spoils the ledgers and says which key it hit; nil where the history offers no place for it.
    var plant: @Sendable (inout Ledgers, inout SeededGenerator) -> String?

    var description: String { name }

    static let all: [LedgerFault] = lost + double + timing + reruns + phantoms

    private static let lost = [
        LedgerFault(name: "acknowledged, gone from the dump", kind: .lost) { ledgers, random in
            ledgers.dropAcknowledged(&random) { ledgers, key in ledgers.dump.pulses.removeAll { $0.key == key } }
        },
        LedgerFault(name: "acknowledged, its number given to another", kind: .lost) { ledgers, random in
            ledgers.dropAcknowledged(&random) { ledgers, key in
                for index in ledgers.dump.pulses.indices where ledgers.dump.pulses[index].key == key {
                    ledgers.dump.pulses[index].key = "another"
                }
            }
        },
        LedgerFault(name: "pending for ever", kind: .lost) { ledgers, random in
            ledgers.dropAcknowledged(&random) { ledgers, key in
                ledgers.changePulse(key) { ($0.status, $0.attempts) = (.pending, []) }
            }
        },
        LedgerFault(name: "called completed without a run", kind: .lost) { ledgers, random in
            ledgers.dropAcknowledged(&random) { _, _ in }
        },
        LedgerFault(name: "never ended", kind: .lost) { ledgers, random in
            let run = ledgers.pickSuccess(&random)
            guard let run else { return nil }
            ledgers.children.removeAll { $0.run == run.run && $0.event == run.event }
            ledgers.changePulse(run.key) { pulse in
                pulse.status = .pending
                pulse.attempts[pulse.attempts.count - 1].outcome = .lost
            }
            return run.key
        },
        LedgerFault(name: "given up with attempts left", kind: .lost) { ledgers, random in
            let run = ledgers.pick(&random) { entry in entry.event == .end(exit: 1) && entry.run.attempt == 1 }
            guard let run else { return nil }
            ledgers.children.removeAll { $0.run.pulse == run.run.pulse && $0.run.attempt > 1 }
            ledgers.changePulse(run.key) { pulse in
                pulse.status = .failed
                pulse.attempts.removeSubrange(1...)
            }
            return run.key
        },
        LedgerFault(name: "said to have succeeded, but failed", kind: .lost) { ledgers, random in
            let run = ledgers.pickSuccess(&random)
            guard let run, let index = ledgers.children.firstIndex(of: run) else { return nil }
            ledgers.children[index].event = .end(exit: 1)
            return run.key
        },
        LedgerFault(name: "a run that nobody recorded", kind: .lost) { ledgers, random in
            guard let run = ledgers.pickSuccess(&random) else { return nil }
            ledgers.changePulse(run.key) { $0.attempts.removeAll { $0.number == run.run.attempt } }
            return run.key
        },
    ]

    private static let double = [
        LedgerFault(name: "two pulses for one key", kind: .double) { ledgers, random in
            guard let pulse = ledgers.dump.pulses.randomElement(using: &random) else { return nil }
            var twin = pulse
            twin.id = PulseID(100_000)
            twin.attempts = []
            ledgers.dump.pulses.append(twin)
            return pulse.key
        },
        LedgerFault(name: "a replay that answers with another pulse", kind: .double) { ledgers, random in
            let acknowledged = ledgers.client.indices.filter { ledgers.client[$0].isAcknowledgement }
            guard let index = acknowledged.randomElement(using: &random) else { return nil }
            var entry = ledgers.client[index]
            entry.event = .ok(PulseID(100_000), due: entry.at)
            ledgers.client.insert(entry, at: index + 1)
            return entry.key
        },
        LedgerFault(name: "a refused lock", kind: .double) { ledgers, random in
            guard var entry = ledgers.pick(&random, where: { $0.event == .start }) else { return nil }
            entry.event = .overlap
            ledgers.children.append(entry)
            return entry.key
        },
        LedgerFault(name: "two at once", kind: .double) { ledgers, random in
            let end = ledgers.pickSuccess(&random)
            guard let end else { return nil }
            var start = end
            start.event = .start
            start.at = end.at - .microseconds(10)
            start.pid += 50
            start.run.attempt += 1
            ledgers.children.append(start)
            ledgers.changePulse(end.key) { pulse in
                pulse.attempts.append(DumpedAttempt(number: start.run.attempt, outcome: .lost, due: pulse.due))
            }
            return end.key
        },
    ]

    private static let timing = [
        LedgerFault(name: "before the time the client asked for", kind: .early) { ledgers, random in
            let run = ledgers.pick(&random) { $0.event == .start && $0.run.attempt == 1 }
            guard let run, let index = ledgers.children.firstIndex(of: run) else { return nil }
            let asked = ledgers.client.compactMap { entry -> BootTime? in
                if case .invoke(let notBefore) = entry.event, entry.key == run.key { notBefore } else { nil }
            }
            guard let due = asked.min() else { return nil }
            ledgers.children[index].at = due - .milliseconds(51)
            ledgers.changePulse(run.key) { $0.attempts[0].due = due - .milliseconds(51) }
            return run.key
        },
        LedgerFault(name: "before the time on record", kind: .early) { ledgers, random in
            guard let run = ledgers.pick(&random, where: { $0.event == .start }) else { return nil }
            ledgers.changePulse(run.key) { pulse in
                for index in pulse.attempts.indices where pulse.attempts[index].number == run.run.attempt {
                    pulse.attempts[index].due = run.at + .milliseconds(51)
                }
            }
            return run.key
        },
        LedgerFault(name: "a retry without its wait", kind: .early) { ledgers, random in
            let policy = LedgerSimulation.policy
            let candidates = ledgers.children.filter { entry in
                guard case .end(exit: 1) = entry.event else { return false }
                let life = ledgers.lives.first { $0.boot == entry.boot }
                guard life?.end.map({ entry.at + policy.commitLag < $0.at }) ?? true else { return false }
                return ledgers.children.contains { $0.event == .start && $0.key == entry.key && $0.run.attempt == entry.run.attempt + 1 }
            }
            guard let end = candidates.randomElement(using: &random) else { return nil }
            for index in ledgers.children.indices
            where ledgers.children[index].event == .start && ledgers.children[index].key == end.key
                && ledgers.children[index].run.attempt == end.run.attempt + 1
            {
                ledgers.children[index].at = end.at + .milliseconds(100)
            }
            ledgers.changePulse(end.key) { $0.attempts[end.run.attempt].due = end.at }
            return end.key
        },
    ]

    private static let reruns = [
        LedgerFault(name: "again after it succeeded", kind: .unjustifiedRerun) { ledgers, random in
            let policy = LedgerSimulation.policy
            let end = ledgers.pickSuccess(&random) { entry in
                let end = ledgers.lives.first { $0.boot == entry.boot }?.end
                return end.map { entry.at + policy.commitLag < $0.at } ?? true
            }
            return end.map { ledgers.runAgain(after: $0) }
        },
        LedgerFault(name: "again though its daemon lived on", kind: .unjustifiedRerun) { ledgers, random in
            guard let boot = ledgers.lives.last?.boot else { return nil }
            let end = ledgers.pickSuccess(&random) { $0.boot == boot }
            guard let end else { return nil }
            ledgers.children.removeAll { $0 == end }
            return ledgers.runAgain(after: end)
        },
        LedgerFault(name: "again after the last attempt", kind: .unjustifiedRerun) { ledgers, random in
            let failed = ledgers.dump.pulses.filter { $0.status == .failed && $0.attempts.last?.outcome == .failed }
            let lasts = Set(failed.map { RunKey(pulse: $0.id, attempt: $0.attempts.count) })
            let last = ledgers.children.filter { $0.event == .end(exit: 1) && lasts.contains($0.run) }
            return last.randomElement(using: &random).map { ledgers.runAgain(after: $0) }
        },
        LedgerFault(name: "more re-runs of one crash than it had slots", kind: .unjustifiedRerun) { ledgers, random in
            let killed = ledgers.lives.filter { $0.end != nil }
            guard let life = killed.randomElement(using: &random), let end = life.end, let boot = life.boot else { return nil }
            var key: String?
            // As many as the slots and one more, of pulses that were never on any ledger before.
            for number in 0...LedgerSimulation.policy.slots {
                key = ledgers.inventRerun(number, boot: boot, killedAt: end.at)
            }
            return key
        },
    ]

    private static let phantoms = [
        LedgerFault(name: "a START of a key nobody has", kind: .phantom) { ledgers, random in
            guard var entry = ledgers.pick(&random, where: { $0.event == .start }) else { return nil }
            entry.key = "nobody's"
            entry.run.pulse = PulseID(100_000)
            ledgers.children.append(entry)
            return entry.key
        },
        LedgerFault(name: "a row of a key nobody has", kind: .phantom) { ledgers, random in
            guard var pulse = ledgers.dump.pulses.randomElement(using: &random) else { return nil }
            pulse.id = PulseID(100_000)
            pulse.key = "nobody's"
            ledgers.dump.pulses.append(pulse)
            return pulse.key
        },
        LedgerFault(name: "a row of a request that was refused", kind: .phantom) { ledgers, random in
            guard let key = ledgers.dump.pulses.randomElement(using: &random)?.key else { return nil }
            for index in ledgers.client.indices where ledgers.client[index].key == key {
                if case .invoke = ledgers.client[index].event { continue }
                ledgers.client[index].event = .fail("503")
            }
            return key
        },
        LedgerFault(name: "a START by a daemon nobody began", kind: .phantom) { ledgers, random in
            guard let run = ledgers.pick(&random, where: { $0.event == .start }), let index = ledgers.children.firstIndex(of: run)
            else { return nil }
            ledgers.children[index].boot = BootID("stranger")
            return run.key
        },
        LedgerFault(name: "processing without a process", kind: .stuck) { ledgers, random in
            guard let key = ledgers.dump.pulses.randomElement(using: &random)?.key else { return nil }
            ledgers.changePulse(key) { pulse in
                pulse.status = .processing
                pulse.attempts[pulse.attempts.count - 1].outcome = nil
            }
            return key
        },
    ]
}
