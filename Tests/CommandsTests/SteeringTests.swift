import Client
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("Steering schedules")
struct SteeringTests {
    private let daemon: FakeDaemon = {
        let daemon = FakeDaemon(examplePulse(7, in: 60))
        daemon.set { state in
            for name in ["tick", "tock"] { state.schedules[name] = exampleDetail(name) }
        }
        return daemon
    }()

    @Test("pause and resume, several at once; what fails for one does not stop the others")
    func pausing() async throws {
        let paused = await Desk(daemon).run("pause", "tick", "none", "tock", "--why", "quiet")
        #expect(
            paused.out == """
                schedule tick is paused until somebody resumes it: upbeat resume tick
                schedule tock is paused until somebody resumes it: upbeat resume tock

                """)
        #expect(paused.code == 5 && paused.err.contains("there is no schedule \"none\"; `upbeat ls --schedules`"))
        #expect(try JSON(parsing: daemon.requests[0].body) == ["why": "quiet"])
        let resumed = await Desk(daemon).run("resume", "tick")
        #expect(resumed.out == "schedule tick goes on; it fires in 10m (Tue 09:10 CET)\n" && resumed.code == 0)
        #expect(await Desk(daemon).run("resume", "tick").code == 6)
        let until = await Desk(daemon).run("pause", "tick", "--until", "in 1 hour")
        #expect(until.out == "schedule tick is paused until Tue 10:00 CET, in 1h\n")
        let json = try JSON(parsing: await Desk(daemon).run("pause", "tick", "--json").out)
        #expect(json["schema_version"] == 1 && json["schedules"]?.arrayValue?[0]["state"] == "paused")
    }

    @Test("pause --all and resume --all")
    func everything() async throws {
        let paused = await Desk(daemon).run("pause", "--all", "--until", "in 1 hour", "--why", "moving")
        #expect(paused.out == "everything is paused until Tue 10:00 CET, in 1h\n" && paused.code == 0)
        #expect(try JSON(parsing: daemon.requests[0].body) == ["until": "in 1 hour", "why": "moving"])
        #expect(
            await Desk(daemon).run("resume", "--all").out
                == "everything goes on; it was paused by person since Tue 09:00:00 CET, until Tue 10:00 CET: moving\n")
        #expect(await Desk(daemon).run("resume", "--all").code == 6)
        let json = try JSON(parsing: await Desk(daemon).run("pause", "--all", "--json").out)
        #expect(json["pause"]?["kind"] == "all")
        for command in ["pause", "resume"] {
            for arguments in [[command], [command, "tick", "--all"]] {
                let outcome = await Desk(daemon).run(arguments)
                #expect(outcome.code == 64 && outcome.err.contains("--all"), "\(outcome.err)")
            }
        }
    }

    @Test("trigger tells of the pulse that it made")
    func trigger() async throws {
        #expect(await Desk(daemon).run("trigger", "tick").out == "schedule tick is triggered: pulse 21 is due now\n")
        #expect(await Desk(daemon).run("trigger", "tick", "-q").out == "21\n")
        let json = try JSON(parsing: await Desk(daemon).run("trigger", "tick", "--json").out)
        #expect(json["pulses"]?.arrayValue?[0]["schedule"] == "tick")
        #expect(await Desk(daemon, isDaemon: false).run("trigger", "tick").err.contains("No daemon runs"))
    }

    @Test("snooze takes a pulse or a schedule")
    func snooze() async throws {
        #expect(await Desk(daemon).run("snooze", "7", "5m").out == "pulse 7 is due in 1m (Tue 09:01 CET)\n")
        #expect(await Desk(daemon).run("snooze", "tick", "5m").out == "schedule tick fires in 10m (Tue 09:10 CET)\n")
        #expect(daemon.requests.map(\.path) == ["/v1/pulses/7/snooze", "/v1/schedules/tick/snooze"])
        #expect(try JSON(parsing: daemon.requests[1].body) == ["for": "5m"])
        #expect(await Desk(daemon).run("snooze", "tick").code == 64)
        #expect(await Desk(daemon).run("snooze", "99", "5m").code == 5)
    }

    @Test("rm removes schedules and says what to do about pulses")
    func remove() async throws {
        let outcome = await Desk(daemon).run("rm", "tick", "none")
        #expect(outcome.out == "schedule tick is removed\n" && outcome.code == 5)
        #expect(await Desk(daemon).run("rm", "7").err.contains("`upbeat cancel 7`"))
        let json = try JSON(parsing: await Desk(daemon).run("rm", "tock", "--json").out)
        #expect(json["removed"]?.arrayValue?[0]["name"] == "tock")
    }

    @Test("ls --schedules as a table, as columns, as JSON, page by page")
    func list() async throws {
        let table = await Desk(daemon, width: 100).run("ls", "--schedules", "--color", "never")
        #expect(
            table.out == """
                NAME  STATE   NEXT                    RULE       FIRES  WHAT
                tick  active  in 10m (Tue 09:10 CET)  every 10m      2  hello
                tock  active  in 10m (Tue 09:10 CET)  every 10m      2  hello

                """)
        let columns = await Desk(daemon).run("ls", "--schedules", "-n", "1")
        #expect(columns.out == "tick\tactive\t2026-01-20T08:10:00.000Z\tevery 10m\t2\thello\n")
        daemon.set { state in
            for index in 100...700 { state.schedules["s\(index)"] = exampleDetail("s\(index)") }
        }
        let json = try JSON(parsing: await Desk(daemon).run("ls", "--schedules", "--json").out)
        #expect(json["schedules"]?.arrayValue?.count == 603)
        #expect(await Desk(daemon).run("ls", "--schedules").out.split(separator: "\n").count == 603)
        let shown = await Desk(daemon, width: 100).run("ls", "--schedules", "--color", "never")
        #expect(shown.out.contains("s597") && !shown.out.contains("s600") && shown.err.contains("There are more; -n sets how many."))
        #expect(await Desk(daemon, width: 100).run("ls", "--schedules", "-n", "700").err.contains("There are more") == false)
        #expect(await Desk(daemon).run("ls", "--schedules", "--all").code == 64)
        #expect(await Desk(width: 80).run("ls", "--schedules").err.contains("No schedules"))
    }
}

@Suite("upbeat show of a schedule")
struct ShowScheduleTests {
    @Test("in words, with its next times and what became of the last")
    func page() async {
        let daemon = FakeDaemon()
        daemon.set { $0.schedules["tick"] = exampleDetail("tick") }
        let outcome = await Desk(daemon, width: 200).run("show", "tick", "--color", "never")
        #expect(
            outcome.out == """
                schedule tick is active: Every 10 minutes

                  rule        every 10m
                  zone        Europe/Berlin
                  prompt      hello
                  runner      claude
                  missed      run_once, of the last 1d
                  overlap     skip
                  retry       3 attempts, after 30s, doubling up to 15m
                  failures    paused after 10 in a row
                  made        1h ago (Tue 08:00 CET), by person
                  fired       2 times

                next:
                  LOCAL (Europe/Berlin)           UTC                   FROM NOW
                  Tue 2026-01-20 09:10:00 +01:00  2026-01-20T08:10:00Z  in 10m
                  Sun 2026-03-29 09:10:05 +02:00  2026-03-29T07:10:05Z  in 67d 23h  the clocks change: +01:00 before; 5.0s later than its time

                last:
                  TIME              FATE               PULSE  LATE     OUTCOME
                  Tue 09:00:00 CET  fired                 12  1.2s     failed after 3.2s
                  Tue 08:20 CET     missed: coalesced                  4 times, until Tue 08:50 CET
                  Tue 08:10 CET     fired                 11  on time  completed after 3.2s

                open:
                  pulse 13 is pending, due now (Tue 09:00:00 CET)

                what to do next:
                  see why a run failed:  upbeat show 12

                """)
        #expect(outcome.code == 0 && outcome.err.isEmpty)
    }

    @Test("what is paused or odd is said at the top")
    func paused() async {
        let daemon = FakeDaemon()
        daemon.set { state in
            var detail = exampleDetail("tick")
            detail.schedule.state = "paused"
            detail.schedule.pause = PauseResponse(
                kind: "failures", by: "upbeat", why: "10 runs failed in a row\u{1B}[2J", since: "2026-01-20T07:00:00.000Z", until: nil)
            detail.standstill = PauseResponse(kind: "all", by: "person", why: nil, since: "2026-01-20T07:30:00.000Z", until: nil)
            detail.schedule.file = "/etc/u.yaml"
            (detail.nextFires, detail.occurrences, detail.openPulses) = ([], [], [])
            state.schedules["tick"] = detail
        }
        let outcome = await Desk(daemon).run("show", "tick")
        #expect(outcome.out.contains("  paused by upbeat since Tue 08:00 CET: 10 runs failed in a row\\u{1b}[2J\n"))
        #expect(outcome.out.contains("  everything is paused by person since Tue 08:30 CET\n"))
        #expect(outcome.out.contains("declared in /etc/u.yaml") && outcome.out.hasSuffix("let it go on:          upbeat resume tick\n"))
    }

    @Test("a pulse says which schedule it comes from")
    func pulse() async {
        var pulse = examplePulse(12)
        (pulse.schedule, pulse.scheduleID, pulse.nominalAt) = ("tick", 3, "2026-01-20T07:10:00.000Z")
        #expect(await Desk(FakeDaemon(pulse)).run("show", "12").out.contains("  schedule    tick, for 50m ago (Tue 08:10 CET)\n"))
        (pulse.schedule, pulse.nominalAt) = (nil, nil)
        #expect(
            await Desk(FakeDaemon(pulse)).run("show", "12").out.contains("  schedule    number 3, which was removed, triggered by hand\n"))
    }
}

@Suite("upbeat upcoming")
struct UpcomingTests {
    private let daemon: FakeDaemon = {
        let daemon = FakeDaemon()
        daemon.set { state in
            let pulse = examplePulse(7, in: 60)
            state.upcoming = UpcomingResponse(
                from: "a", to: "b",
                entries: [
                    UpcomingResponse.Entry(at: pulse.dueAt, pulse: pulse, fire: nil, schedule: nil, action: pulse.action),
                    UpcomingResponse.Entry(
                        at: "2026-01-20T08:10:00.000Z", pulse: nil, fire: exampleFires[0], schedule: "tick",
                        action: .command(["make", "a b"])),
                ], more: ["tick": 12], hasMore: true,
                standstill: PauseResponse(kind: "all", by: "ann", why: nil, since: "2026-01-20T07:30:00.000Z", until: nil))
        }
        return daemon
    }()

    @Test("pulses and times of schedules in one list; what it leaves out is told")
    func table() async {
        let outcome = await Desk(daemon, width: 100).run("upcoming", "--within", "1h", "--color", "never")
        #expect(
            outcome.out == """
                WHEN                    FROM     WHAT
                in 1m (Tue 09:01 CET)   pulse 7  hello
                in 10m (Tue 09:10 CET)  tick     $ make 'a b'

                """)
        for text in ["tick fires 12 more times within 1h", "There is more", "Everything is paused by ann"] {
            #expect(outcome.err.contains(text))
        }
        #expect(daemon.requests.map(\.path) == ["/v1/upcoming?within=1h&limit=50"])
    }

    @Test("columns for programs, and JSON")
    func forPrograms() async throws {
        let outcome = await Desk(daemon).run("upcoming")
        #expect(
            outcome.out == "2026-01-20T08:01:00Z\tpulse 7\thello\n2026-01-20T08:10:00.000Z\ttick\t$ make 'a b'\n" && outcome.err.isEmpty)
        let json = try JSON(parsing: await Desk(daemon).run("upcoming", "--json").out)
        #expect(json["entries"]?.arrayValue?.count == 2 && json["more"]?["tick"] == 12)
        #expect(await Desk(daemon).run("upcoming", "-n", "0").code == 64)
    }
}

@Suite("upbeat status with schedules")
struct ScheduleStatusTests {
    @Test("counts them, says which fires next and what is paused")
    func status() async {
        var status = exampleStatus
        status.schedules = ["total": 4, "active": 2, "paused": 1, "over": 1]
        status.nextSchedule = exampleSchedule("tick")
        status.standstill = PauseResponse(kind: "all", by: "ann", why: "moving", since: "2026-01-20T07:30:00.000Z", until: nil)
        let (later, sooner) = (
            status,
            {
                var status = status
                status.next = nil
                return status
            }()
        )
        func out(_ status: StatusResponse) async -> String {
            let daemon = FakeDaemon()
            daemon.set { $0.status = status }
            return await Desk(daemon).run("status").out
        }
        let text = await out(later)
        #expect(text.contains("  paused     everything, by ann since Tue 08:30 CET: moving\n  schedules  2 active, 1 paused, 1 over\n"))
        #expect(text.contains("  next       in 3m 12s (Tue 09:03 CET): pulse 7, hello\n"))
        #expect(await out(sooner).contains("  next       in 10m (Tue 09:10 CET): schedule tick, Every 10 minutes\n"))
    }
}
