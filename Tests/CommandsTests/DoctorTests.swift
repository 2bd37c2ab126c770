import Daemon
import StrictJSON
import Testing

@testable import Commands

let exampleDoctorReport = DoctorReport(home: "/state", findings: [])

@Suite("upbeat doctor")
struct DoctorCommandTests {
    @Test("tells programs in columns and people by group, and ends well where nothing is wrong")
    func well() async throws {
        let desk = Desk()
        let outcome = await desk.run("doctor")
        #expect(outcome == Desk.Outcome(code: 0, out: "", err: ""))
        #expect(await Desk(width: 80).run("doctor", "--color", "never").out == "upbeat doctor, /state\n\nAll is well.\n")
        let mended = await desk.run("doctor", "--fix")
        #expect(mended.code == 0 && mended.err == "closed /state/token to others (mode 600)\n")
        let json = try JSON(parsing: await desk.run("doctor", "--fix", "--json").out)
        #expect(json["schema_version"] == 1 && json["mended"] == ["closed /state/token to others (mode 600)"])
        #expect(json["counts"] == ["ok": 0, "note": 0, "warning": 0, "error": 0])
    }

    @Test("findings stand below their group with what mends them, and lines fit the terminal")
    func page() {
        let report = DoctorReport(
            home: "/state",
            findings: [
                Finding(
                    .files, "token", .error, "/state/token is open to other users (mode 644)", remedy: "chmod 600 /state/token",
                    mending: .restrict(path: "/state/token", mode: 0o600)),
                Finding(.disk, "database", .ok, "67.0 GiB of 251.9 GiB are free on the disk of /state", remedy: "none"),
                Finding(.time, "clock", .warning, "no time service keeps the clock, so it drifts and may be set in leaps \u{1B}[31m"),
            ], mended: ["made the folders below /state"], failedToMend: ["/state/x was left alone"])
        let page = DoctorPage(report: report, paint: .off, width: 60)
        #expect(
            page.text() == """
                upbeat doctor, /state

                files
                  ✗ token           /state/token is open to other users
                                    (mode 644)
                                    -> chmod 600 /state/token

                disk
                  ✓ database        67.0 GiB of 251.9 GiB are free on the
                                    disk of /state

                time
                  ! clock           no time service keeps the clock, so it
                                    drifts and may be set in leaps
                                    \\u{1b}[31m

                mended: made the folders below /state
                not mended: /state/x was left alone
                1 error, 1 warning; `upbeat doctor --fix` mends 1

                """)
        #expect(
            page.plain().hasPrefix(
                "error\tfiles\ttoken\t/state/token is open to other users (mode 644)\tchmod 600 /state/token\nok\tdisk\t"))
    }

    @Test("an error ends it with 1, and another user's house with 4")
    func codes() async {
        func code(_ findings: [Finding]) async -> Int32 {
            await Desk(report: DoctorReport(home: "/state", findings: findings)).run("doctor").code
        }
        let warning = Finding(.time, "clock", .warning, "it drifts")
        #expect(await code([warning]) == 0)
        #expect(await code([warning, Finding(.files, "token", .error, "it is open")]) == 1)
        #expect(await code([Finding(.files, "state folder", .error, "it belongs to user 7", isOfAccess: true)]) == 4)
    }

    @Test("what keeps it from looking decides the exit code")
    func failure() async {
        let failing = await Desk(failure: CommandFailure(message: "there is no home", exitCode: 1)).run("doctor")
        #expect(failing == Desk.Outcome(code: 1, out: "", err: "upbeat: there is no home\n"))
    }
}
