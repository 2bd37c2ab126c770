import Pulses
import Recurrence

extension StoreContract {
    static let lives: [Case] = [
        Case(name: "a crash is kept once, with what the dead daemon was running, and told of") { store in
            try await started(store)
            let crash = crash(of: boot, .signal(11), noticedAfter: .seconds(60))
            for text in ["the first thing to do", "the second thing to do"] { try await create(store, spec(text)) }
            let claims = try await claim(store).claims.map(\.key.pulse)
            let kept = try await store.keep(crash)
            try expectEqual(kept.running, claims, "what ran")
            try expectEqual(kept.runningCount, 2, "how much ran")
            _ = try await store.keep(
                Crash(boot: boot, pid: 9, version: "0", startedAt: start, lastSeenAt: start, noticedAt: start + .hour, cause: .unknown))
            try expectEqual(try await store.lastCrash(), kept, "the crash on record")
            let told = try await store.events(after: 0, limit: 100).filter { $0.kind == .daemonCrashed }
            try expectEqual(told.map(\.detail), ["signal 11 (SIGSEGV)"], "the events")
            try expectEqual(told.map(\.at), [crash.noticedAt], "when it was told")
        },
        Case(name: "what others run is no part of a crash; each cause comes back as it was") { store in
            for (index, cause) in [Crash.Cause.error("the disk is gone"), .machine, .unknown, .signal(6)].enumerated() {
                let boot = BootID("dead-\(index)")
                let kept = try await store.keep(crash(of: boot, cause, noticedAfter: .seconds(index + 1)))
                try expectEqual(kept.running, [], "what ran")
                try expectEqual(try await store.lastCrash()?.cause, cause, "the cause")
            }
        },
        Case(name: "signs of life are those of the daemon that started last") { store in
            try expectEqual(try await store.lastSign(of: boot), nil, "a sign before any start")
            try await started(store)
            try expectEqual(try await store.lastSign(of: boot), nil, "a sign at the start")
            try await store.sign(of: boot, at: start + .seconds(30))
            try expectEqual(try await store.lastSign(of: boot), start + .seconds(30), "the sign")
            try await store.sign(of: otherBoot, at: start + .seconds(40))
            try expectEqual(try await store.lastSign(of: otherBoot), nil, "the sign of one that did not start")
            try await store.started(otherBoot, at: start + .seconds(50))
            try expectEqual(try await store.lastSign(of: boot), nil, "the sign of the one before")
        },
    ]

    private static func started(_ store: Store) async throws { try await store.started(boot, at: start) }

    private static func crash(of boot: BootID, _ cause: Crash.Cause, noticedAfter delay: Duration) -> Crash {
        Crash(
            boot: boot, pid: 4711, version: "1.2.3", startedAt: start, lastSeenAt: start + .seconds(5), noticedAt: start + delay,
            cause: cause)
    }
}

extension Duration {
    fileprivate static let hour = Duration.seconds(3600)
}
