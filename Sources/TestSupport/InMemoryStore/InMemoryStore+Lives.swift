package import Pulses
package import Recurrence

extension InMemoryStore: LifeRecords {
    package func keep(_ crash: Crash) async throws(StoreError) -> Crash {
        try access { state in
            var crash = crash
            let running = state.running.filter { $0.value.attempt.owner == crash.boot }.keys.sorted()
            crash.running = Array(running.prefix(Crash.runningLimit))
            crash.runningCount = running.count
            guard !state.crashes.contains(where: { $0.boot == crash.boot }) else { return crash }
            state.crashes.append(crash)
            state.record(.daemonCrashed, at: crash.noticedAt, detail: crash.cause.description)
            return crash
        }
    }

    package func lastCrash() async throws(StoreError) -> Crash? { try access { $0.crashes.last } }

    package func sign(of boot: BootID, at now: Instant) async throws(StoreError) {
        try access { if $0.boot == boot { $0.seenAt = now } }
    }

    package func lastSign(of boot: BootID) async throws(StoreError) -> Instant? { try access { $0.boot == boot ? $0.seenAt : nil } }
}
