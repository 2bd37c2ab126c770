import ControlPlane
import Pulses
import Recurrence
import TestSupport

extension ScheduleRequest {
    /// A schedule that says hello.
    static func hello(_ name: String = "hello", cron: String? = nil, every: String? = nil) -> ScheduleRequest {
        var request = ScheduleRequest()
        request.name = .set(name)
        request.cron = Change(cron)
        request.every = Change(every)
        request.pulse.prompt = .set("say hello")
        return request
    }

    func with(_ change: (inout ScheduleRequest) -> Void) -> ScheduleRequest {
        var request = self
        change(&request)
        return request
    }
}

extension House {
    @discardableResult
    func make(_ request: ScheduleRequest, by caller: Caller = House.local) async throws -> ScheduleView {
        try await plane.makeSchedule(request, by: caller)
    }

    /// Judges and claims what is due, as an engine would.
    func turn() async throws -> [RunKey] {
        let turn = Turn(ends: [], limit: 10, judges: 10, owner: BootID("b"), now: clock.now())
        return try await store.turn(turn).claims.map(\.key)
    }

    /// What is wrong with a request, by pointer; empty where nothing is.
    func errors(_ request: ScheduleRequest) async -> [FieldError] {
        do {
            try await make(request)
            return []
        } catch RequestError.invalid(let errors) {
            return errors
        } catch {
            return [FieldError("?", "\(error)")]
        }
    }

    /// An agent, and a caller that is known as it.
    func agent(
        _ name: String, scope: Agent.Scope = .schedule, limits: Agent.Limits = Agent.Limits(), zone: String? = nil, runner: String? = nil
    ) async throws -> Caller {
        try await store.keep(Agent(name: name, scope: scope, limits: limits, zone: zone, runner: runner, createdAt: clock.now()))
        return Caller(.network(token: name), agent: name)
    }
}

/// The name of an error's case; nil where there was none.
func failure(_ body: () async throws -> Void) async -> String? {
    do {
        try await body()
        return nil
    } catch let error as RequestError {
        return "\(error)".prefix { $0 != "(" }.description
    } catch {
        return "\(error)"
    }
}

/// The sentence of an error.
func sentence(_ body: () async throws -> Void) async -> String {
    do {
        try await body()
        return "nothing"
    } catch let error as RequestError {
        return error.message
    } catch {
        return "\(error)"
    }
}
