import Client
import Foundation
import Recurrence
import Testing
import WireModel

@testable import Commands

@Suite("the groups of upbeat status")
struct StatusGroupTests {
    private func time(_ seconds: Int64) -> String { (exampleNow + .seconds(seconds)).description }

    private func page(_ change: (inout StatusResponse) -> Void, state: String = "running") async -> String {
        var status = exampleStatus
        status.state = state
        change(&status)
        let daemon = FakeDaemon()
        let told = status
        daemon.set { $0.status = told }
        return await Desk(daemon).run("status").out
    }

    @Test("each has a symbol, a name, a duration, the retry and the error")
    func entries() async {
        let page = await page { status in
            status.groups = [
                StatusGroup(
                    kind: "running", count: 1,
                    entries: [
                        StatusGroup.Entry(
                            pulse: 5, name: "build", at: time(-12), durationMilliseconds: 12_000, attempt: 2, attemptsAllowed: 3)
                    ]),
                StatusGroup(
                    kind: "failed", count: 1,
                    entries: [
                        StatusGroup.Entry(
                            pulse: 4, name: "mail", at: time(-60), durationMilliseconds: 1500, attempt: 3, attemptsAllowed: 3,
                            error: "exit code 1: no\nnetwork \u{1B}[31m")
                    ]),
                StatusGroup(
                    kind: "late", count: 1, entries: [StatusGroup.Entry(pulse: 9, name: "x", at: time(-90), durationMilliseconds: 90_000)]),
                StatusGroup(
                    kind: "paused", count: 1,
                    entries: [StatusGroup.Entry(pulse: nil, name: "sync", at: time(-3600), error: "3 runs failed in a row")]),
            ]
        }
        #expect(
            page.hasSuffix(
                """
                  running    1 of at most 4

                running (1)
                  ▶ 5  build  12s  retry 1/2

                failed in the last 24 hours (1)
                  ✗ 4  mail  1m ago, took 1.5s  retry 2/2  exit code 1: no network \\u{1b}[31m

                late, though nothing holds them back (1)
                  ! 9  x  1m 30s late

                schedules that paused themselves; `upbeat resume NAME` goes on (1)
                  ‖ -  sync  1h ago    3 runs failed in a row

                """), "\(page)")
    }

    @Test("a large one is summarised: the latest, then of what there is how much")
    func summary() async {
        let page = await page { status in
            status.pulses = ["processing": 2, "completed": 120, "pending": 10, "blocked": 4, "failed": 44]
            status.groups = [
                StatusGroup(
                    kind: "failed", count: 44, isPartial: true,
                    entries: (0..<20).map {
                        StatusGroup.Entry(pulse: $0, name: $0 < 15 ? "build" : "mail", at: time(-$0), error: "no \($0)")
                    })
            ]
        }
        #expect(
            page.contains(
                """
                failed in the last 24 hours (44 or more)
                  ✗ 0  build  now       no 0
                  ✗ 1  build  1s ago    no 1
                  ✗ 2  build  2s ago    no 2
                    and at least 41 others: build 12, mail 5, ...; in all 2 running, 120 done, 14 queued, 44 FAILED

                """), "\(page)")
    }

    @Test("the last crash, a refused reload, and pools with load are told")
    func facts() async {
        let page = await page { status in
            status.lastCrash = CrashResponse(
                cause: "signal 11 (SIGSEGV)", pid: 7, version: "1", startedAt: time(-900), lastSeenAt: time(-600), noticedAt: time(-500),
                running: [3, 4], runningCount: 2)
            status.lastReload = LastReloadResponse(at: time(-60), error: "upbeat.yaml:3: http.port: expected a number")
            status.pools = [
                PoolResponse(
                    name: "web", capacity: 3, rate: nil, daily: nil, zone: "UTC", file: "f", running: 2, waiting: 0, recent: 0, today: 0,
                    closed: nil)
            ]
        }
        #expect(page.contains("\n  crash      10m ago (Tue 08:50 CET): signal 11 (SIGSEGV), while it ran 2 pulses: 3, 4\n"), "\(page)")
        #expect(
            page.contains("\n  reload     refused 1m ago, the one before stays in force: upbeat.yaml:3: http.port: expected a number\n"))
        #expect(page.contains("\n  pools      web: 2 of 3 running, 0 waiting\n"))
    }

    @Test("watched on a terminal it is drawn in its place every two seconds, and a failure in its stead")
    func watched() async {
        let daemon = FakeDaemon()
        daemon.set { state in
            state.status = exampleStatus
            state.scripted = [.success(FakeDaemon.json(exampleStatus)), .failure(.timedOut(after: .seconds(1)))]
        }
        let desk = Desk(daemon, width: 80, reader: 3)
        let outcome = await desk.run("status", "--watch", "--color", "never")
        let pages = outcome.out.components(separatedBy: "\u{1B}[H").dropFirst()
        #expect(outcome.code == 0 && pages.count == 3 && desk.slept == .seconds(6))
        #expect(pages.allSatisfy { $0.hasSuffix("\u{1B}[J") })
        #expect(pages.map { $0.hasPrefix("upbeat 0.1.0 is running\u{1B}[K\n") } == [true, false, true])
        #expect(pages.dropFirst().first == "the daemon gave no answer within 1 s; see its log, then try again\u{1B}[K\n\u{1B}[K\u{1B}[J")
    }

    @Test("a daemon that does not answer is told from one that does not run")
    func silent() async {
        var status = exampleStatus
        (status.state, status.source, status.lockHolder) = ("not answering", "files", "the daemon (process 4711)")
        let told = status
        let daemon = FakeDaemon()
        daemon.set { $0.status = told }
        let outcome = await Desk(daemon).run("status")
        #expect(
            outcome.code == 3 && outcome.out.hasPrefix("upbeat 0.1.0 is not answering\n")
                && outcome.out.contains("held by the daemon (process 4711)"))
        #expect(outcome.err == "Process 4711 lives and does not answer; `upbeat doctor` looks why. This page is what the files tell.\n")
    }
}
