import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing
import WireModel

@Suite struct ScheduleRoutesTests {
    let house = House()

    private func make(_ body: String = #"{"name":"tick","every":"10m","prompt":"look"}"#) async -> InProcessAnswer {
        await house.tcp("POST", "/v1/schedules", body)
    }

    private func post(_ path: String, _ body: String? = nil) async -> InProcessAnswer {
        await house.tcp("POST", "/v1/schedules/\(path)", body)
    }

    private func one(_ answer: InProcessAnswer) throws -> ScheduleResponse {
        try OneScheduleResponse(answer.json, unknown: .refuse).schedule
    }

    @Test func aScheduleIsMadeAndShown() async throws {
        let answer = await make(
            #"{"name":"mail","cron":"0 9 * * 1-5","zone":"Europe/Berlin","prompt":"read","jitter":"5s","misfire":"skip","max_runs":9}"#)
        #expect(answer.status == 201 && answer.header("Location") == "/v1/schedules/mail")
        let made = try OneScheduleResponse(answer.json, unknown: .refuse)
        #expect(made.schedule.timing.words == "At 09:00, Monday to Friday; each up to 5 seconds later")
        #expect(made.schedule.timing.cron == "0 9 * * 1-5" && made.schedule.timing.every == nil)
        #expect(made.schedule.timing.jitterMilliseconds == 5000 && made.schedule.timing.maxRuns == 9)
        #expect(made.schedule.policies.misfire == "skip" && made.schedule.policies.overlap == "skip")
        #expect(made.schedule.state == "active" && made.schedule.createdBy == "http" && made.schedule.runner == "claude")
        #expect(made.nextFires.map(\.nominalAt).first == "2026-01-21T08:00:00.000Z" && made.nextFires.count == 3)
        #expect(made.nextFires.first?.local.hasPrefix("2026-01-21T09:00:0") == true)
        let shown = try ScheduleDetailResponse(await house.tcp("GET", "/v1/schedules/mail").json, unknown: .refuse)
        #expect(shown.schedule == made.schedule && shown.nextFires.count == 5 && shown.occurrences.isEmpty && shown.openPulses.isEmpty)
        #expect(await make(#"{"name":"mail","every":"5m","prompt":"x"}"#).problem == "conflict")
        #expect(await house.tcp("GET", "/v1/schedules/none").problem == "not-found")
    }

    @Test(arguments: [
        (#"{"name":"a","cron":"*/90 * * * *","prompt":"x"}"#, "/cron"),
        (#"{"name":"a","every":"5m","prompt":"x","ovrlap":"skip"}"#, "/ovrlap"),
        (#"{"name":"1","every":"5m","prompt":"x"}"#, "/name"), (#"{"name":"a","every":5,"prompt":"x"}"#, "/every"),
        (#"{"name":"a","every":"5m","prompt":"x","max_runs":"2"}"#, "/max_runs"), (#"{"name":"a","every":"5m"}"#, "/prompt"), ("[]", ""),
        (#"{"name":"a","every":"5m","prompt":"x","active":["9-10"]}"#, "/active/0"),
    ])
    func wrongFieldsAreNamed(_ body: String, _ pointer: String) async throws {
        let answer = await make(body)
        #expect(answer.status == 422 && answer.problem == "invalid-request")
        #expect(try Problem(answer.json).errors.first?.pointer == pointer)
    }

    @Test func whatIsWrongWithARuleIsToldWithItsPlace() async throws {
        let answer = await make(#"{"name":"a","cron":"*/90 * * * *","prompt":"x"}"#)
        let cause = try #require(try Problem(answer.json).errors.first?.cause)
        #expect(cause.code == "step_too_large" && cause.field == "minute" && cause.column == 3 && cause.length == 2 && cause.value == "90")
        #expect(cause.hint == "did you mean `every 90m`?")
    }

    @Test func listsComeByPages() async throws {
        for name in ["c", "a", "b"] { _ = await make(#"{"name":"\#(name)","every":"10m","prompt":"x"}"#) }
        let first = try ScheduleListResponse(await house.tcp("GET", "/v1/schedules?limit=2").json, unknown: .refuse)
        #expect(first.schedules.map(\.name) == ["a", "b"] && first.nextAfter == "b")
        let rest = try ScheduleListResponse(await house.tcp("GET", "/v1/schedules?limit=2&after=b").json, unknown: .refuse)
        #expect(rest.schedules.map(\.name) == ["c"] && rest.nextAfter == nil)
        #expect(await house.tcp("GET", "/v1/schedules?limit=0").status == 422)
        #expect(await house.tcp("GET", "/v1/schedules?page=2").status == 422)
    }

    @Test func aPatchChangesWhatItMentions() async throws {
        _ = await make(#"{"name":"tick","every":"10m","prompt":"look","jitter":"5s","tags":["a"]}"#)
        let header = [(name: "Content-Type", value: "application/merge-patch+json")]
        let patched = await house.tcp("PATCH", "/v1/schedules/tick", #"{"jitter":null,"priority":"low"}"#, header)
        #expect(patched.status == 200)
        let schedule = try one(patched)
        #expect(schedule.timing.jitterMilliseconds == 0 && schedule.priority == "low" && schedule.tags == ["a"] && schedule.revision == 2)
        #expect(await house.tcp("PATCH", "/v1/schedules/tick", #"{"jiter":null}"#).status == 422)
        #expect(await house.tcp("PATCH", "/v1/schedules/tick", "[]").status == 422)
        #expect(await house.tcp("PATCH", "/v1/schedules/none", #"{"jitter":null}"#).status == 404)
        #expect(await house.tcp("PATCH", "/v1/schedules/tick", #"{"cron":null,"every":null}"#).status == 422)
    }

    @Test func everyFieldCanBePutBack() async throws {
        _ = await make()
        for name in NewScheduleRequest.fieldNames where !["name", "every", "prompt", "agent"].contains(name) {
            let answer = await house.tcp("PATCH", "/v1/schedules/tick", #"{"\#(name)":null}"#)
            #expect(answer.status == 200, "\(name): \(answer.text)")
        }
    }

    @Test func pausingResumingAndSnoozing() async throws {
        _ = await make()
        let paused = try one(await post("tick/pause", #"{"until":"in 1 hour","why":"quiet"}"#))
        #expect(paused.state == "paused" && paused.pause?.by == "http" && paused.pause?.why == "quiet")
        #expect(paused.pause?.until == "2026-01-20T10:00:00.000Z")
        #expect(try one(await post("tick/resume")).state == "active")
        #expect(await post("tick/resume").problem == "conflict")
        #expect(try one(await post("tick/pause")).pause?.until == nil)
        _ = await post("tick/resume", "{}")
        let snoozed = try one(await post("tick/snooze", #"{"for":"5m"}"#))
        #expect(snoozed.state == "snoozed" && snoozed.next?.at == "2026-01-20T09:15:00.000Z")
        for (path, body) in [
            ("tick/pause", #"{"til":"x"}"#), ("tick/snooze", "{}"), ("tick/snooze", #"{"for":"soon"}"#), ("tick/resume", #"{"x":1}"#),
        ] { #expect(await post(path, body).status == 422) }
        for verb in ["pause", "resume", "trigger"] { #expect(await post("none/\(verb)").problem == "not-found") }
    }

    @Test func aTriggerIsAPulseThatNamesItsSchedule() async throws {
        _ = await make()
        let answer = await post("tick/trigger")
        #expect(answer.status == 201 && answer.header("Location") == "/v1/pulses/1")
        let pulse = try OnePulseResponse(answer.json, unknown: .refuse).pulse
        #expect(pulse.schedule == "tick" && pulse.scheduleID == 1 && pulse.nominalAt == nil && pulse.door == "http")
        let listed = try PulseListResponse(await house.tcp("GET", "/v1/pulses").json, unknown: .refuse).pulses
        #expect(listed == [pulse])
    }

    @Test func whatFiredIsOnRecord() async throws {
        _ = await make()
        house.clock.advance(by: .seconds(601))
        let key = try #require(try await house.turn().first)
        try await house.end(key, AttemptEnd(outcome: .succeeded, endedAt: house.clock.now()), .finish(.completed, reason: nil))
        let pulse = try PulseDetailResponse(await house.tcp("GET", "/v1/pulses/\(key.pulse)").json, unknown: .refuse).pulse
        #expect(pulse.schedule == "tick" && pulse.nominalAt == "2026-01-20T09:10:00.000Z" && pulse.door == "schedule")
        let list = try OccurrenceListResponse(await house.tcp("GET", "/v1/schedules/tick/occurrences").json, unknown: .refuse)
        let occurrence = try #require(list.occurrences.first)
        #expect(occurrence.fate == "fired" && occurrence.pulse == key.pulse.value && occurrence.run?.status == "completed")
        #expect(occurrence.run?.latenessMilliseconds == 1000 && list.nextBefore == nil)
        #expect(await house.tcp("GET", "/v1/schedules/tick/occurrences?before=yesterday").status == 422)
        let earlier = await house.tcp("GET", "/v1/schedules/tick/occurrences?before=2026-01-20T10:10:00%2B01:00")
        #expect(try OccurrenceListResponse(earlier.json).occurrences.isEmpty)
    }

    @Test func removingAnswersWithWhatWasRemoved() async throws {
        _ = await make()
        let answer = await house.tcp("DELETE", "/v1/schedules/tick")
        #expect(try RemovedScheduleResponse(answer.json, unknown: .refuse) == RemovedScheduleResponse(id: 1, name: "tick"))
        #expect(await house.tcp("DELETE", "/v1/schedules/tick").status == 404)
    }

    @Test func previewsMakeNothing() async throws {
        let answer = await post("preview?count=2", #"{"cron":"0 9 * * *"}"#)
        let preview = try PreviewResponse(answer.json, unknown: .refuse)
        #expect(preview.words == "At 09:00, every day" && preview.zone == "UTC" && preview.nextFires.count == 2)
        #expect(try ScheduleListResponse(await house.tcp("GET", "/v1/schedules").json).schedules.isEmpty)
        // A schedule may have that very name.
        _ = await make(#"{"name":"preview","every":"1h","prompt":"x"}"#)
        #expect(try ScheduleDetailResponse(await house.tcp("GET", "/v1/schedules/preview").json).schedule.name == "preview")
        let plain = try PreviewResponse(await house.tcp("GET", "/v1/schedules/preview/preview?count=1").json)
        let changed = try PreviewResponse(await post("preview/preview?count=1", #"{"every":"2h"}"#).json)
        #expect(plain.nextFires.map(\.at) == ["2026-01-20T10:00:00.000Z"] && changed.nextFires.map(\.at) == ["2026-01-20T11:00:00.000Z"])
        let wrong = await post("tick", "{}")
        #expect(wrong.status == 405 && wrong.header("Allow") == "DELETE, GET, HEAD, PATCH")
        #expect(await post("preview?count=1001", #"{"cron":"0 9 * * *"}"#).status == 422)
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", ""])
    func otherContentTypesAre415(_ type: String) async {
        let header = [(name: "Content-Type", value: type)]
        for path in ["/v1/schedules", "/v1/schedules/tick/pause", "/v1/schedules/preview", "/v1/pause"] {
            #expect(await house.tcp("POST", path, "{}", header).status == 415)
        }
        #expect(await house.tcp("PATCH", "/v1/schedules/tick", "{}", header).status == 415)
    }

    @Test(arguments: [(StoreError.full("/x"), 507), (.busy, 503)])
    func errorsOfTheStoreAreTold(_ error: StoreError, _ status: Int) async {
        house.store.fail(with: error)
        for answer in [
            await make(), await house.tcp("GET", "/v1/schedules"), await house.tcp("GET", "/v1/upcoming"),
            await house.tcp("GET", "/v1/events"), await house.tcp("POST", "/v1/pause"),
        ] { #expect(answer.status == status) }
    }
}
