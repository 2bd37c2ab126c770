package import Pulses
import Recurrence

/// Steps that the cases about schedules share.
extension StoreContract {
    /// Every minute from `start`, unless another rule is given.
    package static func scheduleSpec(
        _ name: String = "minutely", _ rule: String = "every 60s", overlap: OverlapPolicy = .skip,
        _ tune: (inout ScheduleSpec) -> Void = { _ in }
    ) -> ScheduleSpec {
        var template = spec("check the inbox", in: .seconds(-1), priority: .high)
        template.door = .http
        var wish = ScheduleSpec(
            name: name, timing: ScheduleTiming(rule: rule, zone: "UTC", anchor: start),
            policies: SchedulePolicies(overlap: overlap), template: template)
        tune(&wish)
        return wish
    }

    @discardableResult
    static func schedule(_ store: Store, _ spec: ScheduleSpec = scheduleSpec(), at delay: Duration = .zero) async throws -> Schedule {
        guard case .created(let schedule) = try await store.make(spec, at: start + delay) else {
            throw Violation(description: "a new schedule was not created")
        }
        return schedule
    }

    /// Judges what is due, and claims nothing.
    @discardableResult
    static func judge(
        _ store: Store, at delay: Duration, judges: Int = 10, limit: Int = 0, ends: [EndedRun] = []
    ) async throws -> TurnResult {
        try await store.turn(Turn(ends: ends, limit: limit, judges: judges, owner: boot, now: start + delay))
    }

    /// What became of a schedule's nominal times, oldest first, as seconds since `start`: `60 fired`, `120-180 skipped overlap x2`.
    static func fates(_ store: Store, _ id: ScheduleID) async throws -> [String] {
        try await store.occurrences(of: id, before: nil, limit: 100).reversed().map { occurrence in
            let (first, last) = ((occurrence.first - start).components.seconds, (occurrence.last - start).components.seconds)
            let words =
                switch occurrence.fate {
                case .fired: "fired"
                case .skipped(let reason): "skipped \(reason.rawValue)"
                case .missed(let reason): "missed \(reason.rawValue)"
                }
            return first == last ? "\(first) \(words)" : "\(first)-\(last) \(words) x\(occurrence.count)"
        }
    }

    /// The events about a schedule, its pulses included: `schedule.paused ann: why`.
    static func events(_ store: Store, _ id: ScheduleID) async throws -> [String] {
        try await store.events(after: 0, limit: 1000).filter { $0.schedule == id }.map { event in
            event.kind.name + (event.detail.map { " \($0)" } ?? "")
        }
    }

    /// The pulses of a schedule with their statuses, oldest first.
    static func statuses(_ store: Store, _ id: ScheduleID) async throws -> [PulseStatus] {
        try await pulses(store, id).map(\.progress.status)
    }

    static func pulses(_ store: Store, _ id: ScheduleID) async throws -> [Pulse] {
        try await store.pulses(PulseQuery(.newest([]), limit: 1000)).reversed().filter { $0.spec.schedule == id }
    }

    static func found(_ store: Store, _ id: ScheduleID) async throws -> Schedule {
        guard let schedule = try await store.schedule(id) else { throw Violation(description: "schedule \(id) is gone") }
        return schedule
    }

    /// Makes what waits run and ends it, as often as there is something.
    static func finish(_ store: Store, _ outcome: AttemptOutcome = .succeeded, at delay: Duration) async throws {
        while true {
            let claims = try await claim(store, limit: 1, at: delay).claims
            guard let claim = claims.first else { return }
            _ = try await Self.claim(store, limit: 0, at: delay, ends: [ended(claim, outcome, after: .zero)])
        }
    }
}
