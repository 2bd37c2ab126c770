import Pulses
import TestSupport

/// How a small history is written, and spoilt.
extension Ledgers {
    private static func at(_ seconds: Double) -> BootTime { BootTime(nanoseconds: Int64((seconds * 1000).rounded()) * 1_000_000) }

    /// When a run began and ended, in seconds, and with which code; without an end it was cut off.
    typealias Span = (start: Double, end: Double?, exit: Int?)

    /// A request at second 1, its pulse, and its runs, each of which could begin when it did.
    mutating func add(
        _ key: String, _ terms: Terms, _ spans: [Span], _ status: PulseStatus = .completed, _ reason: String? = nil
    ) {
        let id = PulseID(Int64(dump.pulses.count + 1))
        self.terms[key] = terms
        client.append(ClientEntry(at: Self.at(0.98), key: key, event: .invoke(notBefore: Self.at(0.98))))
        client.append(ClientEntry(at: Self.at(0.99), key: key, event: .ok(id, due: Self.at(0.98))))
        dump.pulses.append(DumpedPulse(id: id, key: key, status: status, reason: reason, due: Self.at(0.98), attempts: []))
        add(key, spans)
    }

    /// Further runs of a pulse.
    mutating func add(_ key: String, _ spans: [Span]) {
        guard let index = dump.pulses.firstIndex(where: { $0.key == key }) else { return }
        for span in spans {
            let number = dump.pulses[index].attempts.count + 1
            let outcome: AttemptOutcome = span.exit.map { $0 == 0 ? .succeeded : .failed } ?? .cancelled
            dump.pulses[index].attempts.append(
                DumpedAttempt(number: number, outcome: outcome, due: Self.at(span.start), startedAt: Self.at(span.start)))
            note(key, number, .start, span.start)
            if let end = span.end { note(key, number, .end(exit: span.exit ?? 0), end) }
        }
    }

    /// Lets a run begin and end at other times.
    mutating func move(_ key: String, attempt: Int, to start: Double, _ end: Double) {
        let old = children.first { $0.key == key && $0.run.attempt == attempt && $0.event != .start }?.event
        children.removeAll { $0.key == key && $0.run.attempt == attempt }
        note(key, attempt, .start, start)
        note(key, attempt, old ?? .end(exit: 0), end)
        change(key) { ($0.attempts[attempt - 1].due, $0.attempts[attempt - 1].startedAt) = (Self.at(start), Self.at(start)) }
    }

    mutating func change(_ key: String, _ change: (inout DumpedPulse) -> Void) { changePulse(key, change) }

    mutating func cancel(_ key: String, _ seconds: Double, _ answer: CancelNote.Answer) {
        cancels.append(CancelNote(key: key, askedAt: Self.at(seconds - 0.05), answeredAt: Self.at(seconds), answer: answer))
    }

    private mutating func note(_ key: String, _ attempt: Int, _ event: ChildEntry.Event, _ seconds: Double) {
        guard let pulse = dump.pulses.first(where: { $0.key == key })?.id else { return }
        children.append(
            ChildEntry(
                at: Self.at(seconds), key: key, run: RunKey(pulse: pulse, attempt: attempt), boot: BootID("b"),
                pid: Int32(pulse.value * 100 + Int64(attempt)), event: event))
    }
}
