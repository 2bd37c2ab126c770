import Client
import Recurrence
import StrictJSON
import WireModel

private let anHourLater = "2026-01-20T09:00:00.000Z"

extension FakeDaemon {
    /// Answers what concerns schedules and everything; nil for the rest.
    static func everything(
        _ request: ClientRequest, _ parts: [String], _ query: [String: String], _ state: inout State
    ) -> ClientResponse? {
        switch parts.dropFirst().first {
        case "upcoming": return state.upcoming.map { json($0) } ?? problem(500, "internal", "nothing is set")
        case "pause":
            let wish = (try? JSON(parsing: request.body)).flatMap { try? PauseRequest($0) }
            let pause = PauseResponse(
                kind: "all", by: "person", why: wish?.why, since: exampleNow.description,
                until: wish?.until == nil ? nil : anHourLater)
            state.standstill = pause
            return json(StandstillResponse(pause: pause))
        case "resume":
            guard let pause = state.standstill else { return problem(409, "conflict", "not everything is paused") }
            state.standstill = nil
            return json(StandstillResponse(pause: pause))
        case "pools": return json(PoolListResponse(pools: state.pools))
        case "tokens": return tokens(request, parts.dropFirst(2).first, &state)
        case "schedules": return schedules(request, Array(parts.dropFirst(2)), query, &state)
        default: return nil
        }
    }

    private static func schedules(
        _ request: ClientRequest, _ parts: [String], _ query: [String: String], _ state: inout State
    ) -> ClientResponse {
        let document = (try? JSON(parsing: request.body)) ?? [:]
        guard let name = parts.first else {
            guard request.method == "POST" else { return list(state, after: query["after"], limit: Int(query["limit"] ?? "") ?? 50) }
            let wish = try? NewScheduleRequest(document)
            return json(one(exampleSchedule(wish?.name ?? "?", every: wish?.every, cron: wish?.cron)), status: 201)
        }
        if parts.last == "preview" {
            return json(
                PreviewResponse(
                    words: "At 09:00, every day", zone: "Europe/Berlin", nextFires: exampleFires,
                    warnings: [WarningResponse(code: "clock_change", message: "mind the clocks")]))
        }
        guard var detail = state.schedules[name] else { return problem(404, "not-found", "there is no schedule \"\(name)\"") }
        switch (request.method, parts.dropFirst().first) {
        case ("GET", nil): return json(detail)
        case ("DELETE", _):
            state.schedules[name] = nil
            return json(RemovedScheduleResponse(id: detail.schedule.id, name: name))
        case (_, "trigger"):
            var pulse = examplePulse(21)
            (pulse.schedule, pulse.scheduleID) = (name, detail.schedule.id)
            return json(OnePulseResponse(pulse: pulse), status: 201)
        case (_, "pause"):
            let wish = try? PauseRequest(document)
            detail.schedule.state = "paused"
            detail.schedule.pause = PauseResponse(
                kind: "person", by: "person", why: wish?.why, since: exampleNow.description,
                until: wish?.until == nil ? nil : anHourLater)
        case (_, "resume"):
            guard detail.schedule.pause != nil else { return problem(409, "conflict", "the schedule \(name) is not paused") }
            (detail.schedule.state, detail.schedule.pause) = ("active", nil)
        default: break
        }
        state.schedules[name] = detail
        return json(one(detail.schedule))
    }

    private static func list(_ state: State, after: String?, limit: Int) -> ClientResponse {
        let found = state.schedules.values.map(\.schedule).filter { $0.name > after ?? "" }.sorted { $0.name < $1.name }
        return json(
            ScheduleListResponse(
                schedules: Array(found.prefix(limit)), nextAfter: found.count > limit ? found[limit - 1].name : nil))
    }

    private static func one(_ schedule: ScheduleResponse) -> OneScheduleResponse {
        OneScheduleResponse(schedule: schedule, nextFires: schedule.pause == nil ? exampleFires : [], warnings: [])
    }
}

/// The second one lies behind a change of the clocks and is put off by a jitter.
let exampleFires = [
    FireResponse(
        nominalAt: "2026-01-20T08:10:00.000Z", at: "2026-01-20T08:10:00.000Z", local: "2026-01-20T09:10:00+01:00", offsetBefore: nil),
    FireResponse(
        nominalAt: "2026-03-29T07:10:00.000Z", at: "2026-03-29T07:10:05.000Z", local: "2026-03-29T09:10:05+02:00", offsetBefore: "+01:00"),
]

func exampleSchedule(_ name: String, every: String? = "10m", cron: String? = nil) -> ScheduleResponse {
    ScheduleResponse(
        id: 3, name: name, state: "active",
        timing: ScheduleResponse.Timing(
            cron: cron, every: every, dialect: "upbeat", words: "Every 10 minutes", zone: "Europe/Berlin", jitterMilliseconds: 0,
            active: [], quiet: [], onBlocked: "skip", start: nil, end: nil, maxRuns: nil, afterCompletion: false),
        policies: ScheduleResponse.Policies(
            misfire: "run_once", toleranceMilliseconds: nil, catchUpWindowMilliseconds: 86_400_000, maxCatchUp: 100, overlap: "skip",
            bufferLimit: 100, pauseAfter: 10),
        action: .prompt("hello"), session: nil, stickyNotes: [], runner: "claude", priority: "normal", tags: [], cwd: nil, env: [:],
        timeoutMilliseconds: 3_600_000,
        retry: RetryFields(attempts: 3, backoff: .kind("exponential"), delay: "30s", maxDelay: "15m"), agent: nil, createdBy: "person",
        door: "command-line", file: nil, revision: 1,
        createdAt: "2026-01-20T07:00:00.000Z", updatedAt: "2026-01-20T07:00:00.000Z", pause: nil, over: nil, next: exampleFires[0],
        fires: 2, failures: 0)
}

func exampleDetail(_ name: String) -> ScheduleDetailResponse {
    func run(_ status: String, _ outcome: String) -> OccurrenceResponse.Run {
        OccurrenceResponse.Run(
            status: status, reason: nil, attempts: 1, startedAt: nil, latenessMilliseconds: status == "failed" ? 1200 : 0, outcome: outcome,
            durationMilliseconds: 3200, finishedAt: nil)
    }
    return ScheduleDetailResponse(
        schedule: exampleSchedule(name), nextFires: exampleFires, warnings: [],
        occurrences: [
            OccurrenceResponse(
                nominalAt: "2026-01-20T08:00:00.000Z", lastNominalAt: "2026-01-20T08:00:00.000Z", count: 1, fate: "fired", reason: nil,
                decidedAt: "2026-01-20T08:00:00.000Z", pulse: 12, run: run("failed", "failed")),
            OccurrenceResponse(
                nominalAt: "2026-01-20T07:20:00.000Z", lastNominalAt: "2026-01-20T07:50:00.000Z", count: 4, fate: "missed",
                reason: "coalesced", decidedAt: "2026-01-20T08:00:00.000Z", pulse: nil, run: nil),
            OccurrenceResponse(
                nominalAt: "2026-01-20T07:10:00.000Z", lastNominalAt: "2026-01-20T07:10:00.000Z", count: 1, fate: "fired", reason: nil,
                decidedAt: "2026-01-20T07:10:00.000Z", pulse: 11, run: run("completed", "succeeded")),
        ], openPulses: [examplePulse(13)], standstill: nil)
}
