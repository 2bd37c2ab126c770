import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing
import WireModel

@Suite struct EverythingRoutesTests {
    let house = House()

    @Test func upcomingMergesWhatIsComing() async throws {
        _ = await house.tcp("POST", "/v1/schedules", #"{"name":"tick","every":"10m","command":["true"]}"#)
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","at":"in 15 minutes"}"#)
        let answer = try UpcomingResponse(await house.tcp("GET", "/v1/upcoming?within=30m").json, unknown: .refuse)
        #expect(answer.entries.map(\.at) == ["10", "15", "20", "30"].map { "2026-01-20T09:\($0):00.000Z" })
        #expect(answer.entries.map(\.schedule) == ["tick", nil, "tick", "tick"] && answer.entries[1].pulse?.id == 1)
        #expect(answer.entries[0].action == .command(["true"]) && !answer.hasMore)
        let span = await house.tcp("GET", "/v1/upcoming?from=2026-02-01T00:00:00Z&to=2026-02-01T00:15:00Z")
        #expect(try UpcomingResponse(span.json).entries.map(\.at) == ["2026-02-01T00:00:00.000Z", "2026-02-01T00:10:00.000Z"])
        for query in [
            "within=soon", "within=2y", "to=2020-01-01T00:00:00Z", "from=x", "within=1h&to=2026-02-01T00:00:00Z", "limit=501",
            "to=2028-01-01T00:00:00Z", "hours=3",
        ] {
            #expect(await house.tcp("GET", "/v1/upcoming?\(query)").status == 422, "\(query)")
        }
    }

    @Test func everythingIsPausedAndResumed() async throws {
        let paused = try StandstillResponse(
            await house.tcp("POST", "/v1/pause", #"{"until":"in 1 hour","why":"moving"}"#).json, unknown: .refuse)
        #expect(paused.pause.kind == "all" && paused.pause.by == "http" && paused.pause.until == "2026-01-20T10:00:00.000Z")
        #expect(try StatusResponse(await house.tcp("GET", "/v1/status").json, unknown: .refuse).standstill == paused.pause)
        #expect(try UpcomingResponse(await house.tcp("GET", "/v1/upcoming").json).standstill == paused.pause)
        #expect(try StandstillResponse(await house.tcp("POST", "/v1/resume").json).pause == paused.pause)
        #expect(await house.tcp("POST", "/v1/resume").problem == "conflict")
        #expect(await house.tcp("POST", "/v1/pause", #"{"until":"2020-01-01T00:00Z"}"#).status == 422)
    }

    @Test func eventsComeAfterANumber() async throws {
        _ = await house.tcp("POST", "/v1/schedules", #"{"name":"tick","every":"10m","command":["true"]}"#)
        _ = await house.tcp("POST", "/v1/schedules/tick/trigger")
        let all = try EventListResponse(await house.tcp("GET", "/v1/events").json, unknown: .refuse)
        #expect(all.events.map(\.kind) == ["schedule.created", "pulse.created"] && all.events.map(\.schedule) == ["tick", "tick"])
        #expect(all.events.map(\.sequence) == [1, 2] && all.nextAfter == 2 && all.events[1].pulse == 1)
        let rest = try EventListResponse(await house.tcp("GET", "/v1/events?after=1&limit=1").json)
        #expect(rest.events.map(\.sequence) == [2])
        #expect(await house.tcp("GET", "/v1/events?after=-1").status == 422)
    }

    @Test func statusTellsOfSchedules() async throws {
        _ = await house.tcp("POST", "/v1/schedules", #"{"name":"tick","cron":"0 12 * * *","command":["true"]}"#)
        let status = try StatusResponse(await house.tcp("GET", "/v1/status").json, unknown: .refuse)
        #expect(status.schedules == ["total": 1, "active": 1, "paused": 0, "over": 0])
        #expect(status.nextSchedule?.name == "tick" && status.nextSchedule?.timing.words == "At 12:00, every day")
        #expect(status.nextSchedule?.next?.at == "2026-01-20T12:00:00.000Z" && status.standstill == nil)
    }

    @Test func aPulseIsPutOff() async throws {
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","at":"in 15 minutes"}"#)
        let answer = await house.tcp("POST", "/v1/pulses/1/snooze", #"{"for":"5m"}"#)
        #expect(try OnePulseResponse(answer.json, unknown: .refuse).pulse.dueAt == "2026-01-20T09:20:00.000Z")
        #expect(await house.tcp("POST", "/v1/pulses/9/snooze", #"{"for":"5m"}"#).status == 404)
        #expect(await house.tcp("POST", "/v1/pulses/1/snooze").status == 400)
        _ = await house.tcp("POST", "/v1/pulses/1/cancel")
        #expect(await house.tcp("POST", "/v1/pulses/1/snooze", #"{"for":"5m"}"#).problem == "conflict")
    }

    @Test func anAgentIsHeldToWhatItMay() async throws {
        try await house.store.keep(
            Agent(name: "bot", limits: Agent.Limits(openPulses: 1), createdAt: house.clock.now()))
        let made = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","at":"in 1 hour","agent":"bot"}"#)
        #expect(try NewPulseResponse(made.json, unknown: .refuse).pulse.agent == "bot")
        let full = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","at":"in 1 hour","agent":"bot"}"#)
        #expect(full.status == 429 && full.problem == "limit-reached" && full.header("Retry-After") == "60")
        // A command inside the agent's run acts as the agent.
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"the person's","at":"in 1 hour"}"#)
        let inRun = [(name: "Upbeat-Run", value: "1/1")]
        let denied = await house.local("POST", "/v1/pulses/2/cancel", nil, inRun)
        #expect(denied.status == 403 && denied.problem == "denied")
        #expect(await house.local("POST", "/v1/pause", nil, inRun).problem == "denied")
        #expect(await house.local("POST", "/v1/pulses/1/cancel", nil, inRun).status == 200)
        #expect(await house.tcp("POST", "/v1/pulses", #"{"prompt":"x","agent":"bott"}"#).status == 422)
    }
}
