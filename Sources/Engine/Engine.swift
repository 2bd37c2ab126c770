package import Logging
package import Pulses
package import Recurrence
import ServiceLifecycle
import Synchronization

/// The service that carries out what `EngineCore` decides.
///
/// `run()` is the root of everything it does: runs, turns at the store and the clearing of leftovers are its children. Cancelling it
/// means: stop at once. It ends when it has been told to drain and nothing runs any more, or throws when the store has failed for good.
package final class Engine: Service, EngineControl {
    package struct Settings: Hashable, Sendable {
        /// How many runs at once.
        package var slots: Int
        package var sleepBound: Duration
        /// How long `drain` takes at most, killing included.
        package var drainLimit: Duration
        /// Between TERM and KILL.
        package var grace: Duration

        package init(
            slots: Int, sleepBound: Duration = .seconds(30), drainLimit: Duration = .seconds(30), grace: Duration = .seconds(5)
        ) {
            self.slots = slots
            self.sleepBound = sleepBound
            self.drainLimit = drainLimit
            self.grace = grace
        }
    }

    private let settings: Mutex<Settings>
    private let boot: BootID
    private let store: any PulseClaiming
    private let performer: any Performer
    private let clock: any WallClock
    let log: Logger
    private let seed: UInt64
    private let measures: Measures
    private let inbox = Inbox<EngineCore.Event>()
    private let switches = Mutex<[RunKey: StopSwitch]>([:])
    private let waiters = Mutex<[PulseID: [CheckedContinuation<Void, Never>]]>([:])
    private let lookers = Mutex<[CheckedContinuation<Void, Never>]>([])
    private let phase = Atomic<Int>(Phase.ahead)
    private let wasToldToDrain = Atomic<Bool>(false)

    private enum Phase {
        static let (ahead, live, over) = (0, 1, 2)
    }

    /// - Parameters:
    ///   - seed: of the spread of retry delays.
    ///   - measures: are told of runs and turns.
    package init(
        settings: Settings, boot: BootID, store: any PulseClaiming, performer: any Performer, clock: any WallClock,
        log: Logger, seed: UInt64, measures: Measures = Measures()
    ) {
        self.settings = Mutex(settings)
        self.boot = boot
        self.store = store
        self.performer = performer
        self.clock = clock
        self.log = log
        self.seed = seed
        self.measures = measures
    }

    // MARK: control

    package func wake(dueAt: Instant) { inbox.put(.due(dueAt)) }

    /// Stops claiming, waits for what runs, and ends the rest before the limit. A second call ends the rest at once.
    package func drain() {
        wasToldToDrain.store(true, ordering: .releasing)
        inbox.put(.drain)
    }

    /// It was told to drain, or has come to its end: it claims nothing any more.
    package var isDraining: Bool { wasToldToDrain.load(ordering: .acquiring) || phase.load(ordering: .acquiring) == Phase.over }

    /// Has a turn taken now, and returns when one has come to its end, refused by the store or not: the engine makes progress. Before
    /// `run` it waits for that; while the engine drains, and once it has ended, it returns at once. A task that is cancelled goes on
    /// waiting: ask in one of its own.
    package func look() async {
        await withCheckedContinuation { continuation in
            lookers.withLock { $0.append(continuation) }
            inbox.put(.look)
            // It may have come to its end meanwhile.
            if phase.load(ordering: .acquiring) == Phase.over { answerLookers() }
        }
    }

    /// Other settings hold from the next decision on; what runs keeps what it began with.
    package func adopt(_ settings: Settings) {
        self.settings.withLock { $0 = settings }
        inbox.put(.adopt(settings.core))
    }

    /// Writes what it has at hand to the log.
    package func describe() { inbox.put(.describe) }

    package var isRunning: Bool { phase.load(ordering: .acquiring) == Phase.live }

    package func stop(_ id: PulseID, patience: Duration) async {
        guard isRunning else { return }
        // Who does not wait puts nobody else's wait to an end.
        guard patience > .zero else { return inbox.put(.stop(id)) }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.settlement(of: id) }
            group.addTask { try? await self.clock.sleep(for: patience) }
            await group.next()
            self.release(id)
            group.cancelAll()
        }
    }

    private func settlement(of id: PulseID) async {
        await withCheckedContinuation { continuation in
            waiters.withLock { $0[id, default: []].append(continuation) }
            inbox.put(.stop(id))
        }
    }

    private func release(_ id: PulseID) {
        let waiting = waiters.withLock { $0.removeValue(forKey: id) }
        for waiter in waiting ?? [] { waiter.resume() }
    }

    private func answerLookers() {
        let waiting = lookers.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for looker in waiting { looker.resume() }
    }

    // MARK: the loop

    package func run() async throws {
        phase.store(Phase.live, ordering: .releasing)
        defer {
            phase.store(Phase.over, ordering: .releasing)
            for id in waiters.withLock({ Array($0.keys) }) { release(id) }
            answerLookers()
        }
        inbox.put(.begin)
        let failure = await withDiscardingTaskGroup(returning: StoreError?.self) { group in
            await self.loop(&group)
        }
        if let failure { throw failure }
    }

    private func loop(_ group: inout DiscardingTaskGroup) async -> StoreError? {
        var core = EngineCore(
            settings: settings.withLock { $0.core }, boot: boot, seed: seed)
        var wasCancelled = false
        while true {
            var events = inbox.take()
            if Task.isCancelled && !wasCancelled {
                wasCancelled = true
                events.append(.hurry)
            }
            for effect in core.step(events, at: moment()) {
                switch effect {
                case .finish: return nil
                case .fail(let error):
                    stopEverything()
                    return error
                case .findOrphans: group.addTask { await self.findOrphans() }
                case .endLeftovers(let keys, let grace):
                    group.addTask {
                        let gone = await self.performer.endLeftovers(keys, notOf: self.boot, grace: grace)
                        self.inbox.put(.cleared(asked: keys, gone: gone))
                    }
                case .turn(let turn): group.addTask { await self.turn(turn) }
                case .start(let claim): start(claim, &group)
                case .ask(let key, let reason, let grace): switches.withLock { $0[key] }?.ask(reason, grace: grace)
                case .settled(let id): release(id)
                case .progressed: answerLookers()
                case .note(let note): write(note)
                }
            }
            await pause(core.idleTime(at: moment()), wasCancelled)
        }
    }

    private func moment() -> EngineCore.Moment {
        EngineCore.Moment(wall: clock.now(), monotonic: clock.monotonic())
    }

    /// Waits for an event, at most for the given time.
    private func pause(_ duration: Duration?, _ wasCancelled: Bool) async {
        if wasCancelled {
            // A cancelled task cannot sleep; all that is left to come is the end of killed children, and that is an event.
            await inbox.waitRegardless()
            return
        }
        guard let duration else { return await inbox.wait() }
        guard duration > .zero else { return }
        await withTaskGroup(of: Void.self) { race in
            race.addTask { await self.inbox.wait() }
            race.addTask { try? await self.clock.sleep(for: duration) }
            await race.next()
            race.cancelAll()
        }
    }

    // MARK: effects

    private func findOrphans() async {
        while true {
            do {
                let orphans = try await store.orphans(notOf: boot)
                inbox.put(.found(orphans, alive: performer.leftovers(notOf: boot)))
                return
            } catch {
                guard !error.isFatal, error != .closed else { return inbox.put(.refused(error)) }
                log.warning("cannot look for what an earlier daemon left yet: \(error)")
                guard (try? await clock.sleep(for: .seconds(1))) != nil else { return }
            }
        }
    }

    private func turn(_ turn: Turn) async {
        do {
            let outcome = try await store.turn(turn)
            measures.progressed(at: clock.now())
            inbox.put(.turned(outcome))
        } catch {
            inbox.put(.refused(error))
        }
    }

    private func start(_ claim: Claim, _ group: inout DiscardingTaskGroup) {
        let stop = StopSwitch()
        switches.withLock { $0[claim.key] = stop }
        measures.lateness.observe(claim.startedAt - claim.dueAt)
        group.addTask {
            let run = Run(claim: claim, boot: self.boot, stop: stop) { process in
                do throws(StoreError) {
                    try await self.store.note(process, of: claim.key)
                } catch {
                    // The marker in the child's environment finds it all the same.
                    self.log.warning("the process of pulse \(claim.key.pulse) is not on record: \(error)")
                    if error.isFatal { self.inbox.put(.refused(error)) }
                }
            }
            let start = self.clock.monotonic()
            let end = await self.performer.perform(run)
            self.measures.duration.observe(self.clock.monotonic() - start)
            _ = self.switches.withLock { $0.removeValue(forKey: claim.key) }
            self.inbox.put(.ended(claim.key, end))
        }
    }

    /// The store is gone: no outcome can be recorded any more, so nothing may go on running.
    private func stopEverything() {
        for stop in switches.withLock({ Array($0.values) }) { stop.ask(.shutdown, grace: .seconds(1)) }
    }
}

extension Engine.Settings {
    var core: EngineCore.Settings {
        EngineCore.Settings(slots: slots, sleepBound: sleepBound, drainLimit: drainLimit, grace: grace)
    }
}
