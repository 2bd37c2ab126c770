import StrictJSON
import Testing

@testable import Commands

@Suite("upbeat explain")
struct ExplainTests {
    private func explain(_ arguments: String..., input: String = "") async -> Desk.Outcome {
        await Desk(input: input).run(["explain"] + arguments)
    }

    @Test("a schedule in words, with local time, UTC and the change of offset")
    func words() async {
        let outcome = await explain("30 2 * * *", "--tz", "America/New_York", "--from", "2026-03-07T12:00", "-n", "2", "--color", "never")
        #expect(
            outcome.out == """
                At 02:30, every day
                  note: 02:30 on 2026-03-08 does not exist in America/New_York: it fires once at 03:00, when the gap ends

                LOCAL (America/New_York)        UTC                   FROM NOW
                Sun 2026-03-08 03:00:00 -04:00  2026-03-08T07:00:00Z  in 46d 23h  offset -05:00 -> -04:00
                Mon 2026-03-09 02:30:00 -04:00  2026-03-09T06:30:00Z  in 47d 22h

                """)
        #expect(outcome.code == 0 && outcome.err.isEmpty)
    }

    @Test("cron, intervals and times alike, in one argument or several")
    func kinds() async throws {
        func kind(_ arguments: String...) async throws -> String? {
            let outcome = await Desk().run(["explain"] + arguments + ["--tz", "UTC", "--json"])
            return try JSON(parsing: Array(outcome.out.utf8))["kind"]?.stringValue
        }
        #expect(try await kind("0 9 * * *") == "cron")
        #expect(try await kind("@daily") == "cron")
        #expect(try await kind("every", "90", "minutes") == "interval")
        #expect(try await kind("PT5M") == "interval")
        #expect(try await kind("@reboot") == "reboot")
        #expect(try await kind("tomorrow", "at", "9am") == "once")
    }

    @Test("another dialect is converted, and the result shown")
    func dialects() async {
        let outcome = await explain("0 0 9 ? * 2-6", "--dialect", "quartz", "-n", "0")
        #expect(outcome.out.contains("At 09:00, Monday to Friday\n") && outcome.out.contains("0 0 9 ? * 1-5"))
        #expect(await explain("0 0 9 ? * 2-6", "--dialect", "quarz").code == 64)
    }

    @Test("what is wrong is shown where it is, with what was probably meant, and exit code 64")
    func mistakes() async throws {
        let outcome = await explain("*/90 * * * *")
        #expect(outcome.code == 64 && outcome.out.isEmpty)
        #expect(outcome.err.contains("\n  */90 * * * *\n    ^^\n  hint: did you mean `every 90m`?"))
        let json = await explain("*/90 * * * *", "--json")
        let error = try JSON(parsing: Array(json.out.utf8))["error"]
        #expect(json.code == 64 && error?["code"] == "step_too_large" && error?["column"] == 3 && error?["field"] == "minute")
        #expect(await explain("0 9 * * *", "--tz", "Berlin").err.contains("Europe/Berlin"))
        #expect(await explain().code == 64)
        #expect(await explain("0 9 * * *", "-n", "-1").code == 64)
        #expect(await explain("0 9 * * *", "--batch").code == 64)
    }

    @Test("--batch answers each line in its order, however the input comes in parts, and a bad line stops nothing")
    func batch() async {
        let outcome = await explain(
            "--batch",
            input: """
                {"id":1,"expr":"0 9 * * *","tz":"Europe/Paris","start":1700000000,"n":3}
                {"id":"x","phrase":"in 5 minutes","tz":"UTC","now":1700000000}

                not json
                {"id":2,"schedule":"backup","nominal":1741503600,"following":1741590000,"jitter_ms":30000}
                {"id":3,"expr":"0 9 * * *","tz":"Mars/Base","start":0}
                {"id":4,"expr":"@reboot","tz":"UTC","start":0}
                {"id":5,"expr":"* * * * *","tz":"UTC","start":0,"n":-1}
                {"id":6,"expr":"0 0 1 1 ? 2027","start":"soon"}
                {"id":7,"expr":"H 3 * * *","schedule":"backup","tz":"UTC","start":0,"n":1}
                {"id":8}
                {"id":9,"phrase":"in half an hour","now":1700000000}
                """)
        let lines = outcome.out.split(separator: "\n").map(String.init)
        #expect(outcome.code == 0 && lines.count == 11)
        #expect(lines[0] == #"{"id":1,"next":[1700035200,1700121600,1700208000]}"#)
        #expect(lines[1] == #"{"id":"x","at":1700000300}"#)
        #expect(lines[2].hasPrefix(#"{"id":null,"error":{"code":"bad_line","message":"invalid JSON"#))
        #expect(lines[3] == #"{"id":2,"offset_ms":21039}"#)
        #expect(lines[4].hasPrefix(#"{"id":3,"error":{"code":"unknown_zone""#))
        #expect(lines[5] == #"{"id":4,"next":[]}"#)
        #expect(lines[6].hasPrefix(#"{"id":5,"error":{"code":"bad_line""#) && lines[6].contains(#""field":"n""#))
        #expect(lines[7].contains(#""field":"start""#))
        #expect(lines[8].hasPrefix(#"{"id":7,"next":["#))
        #expect(lines[9].hasPrefix(#"{"id":8,"error""#))
        #expect(lines[10] == #"{"id":9,"at":1700001800}"#)
    }

    @Test("an expression in --batch may be a time that comes once; what it was told wrong is the rule's error")
    func batchTimes() async {
        let outcome = await explain(
            "--batch",
            input: """
                {"id":1,"expr":"tomorrow at 9am","tz":"UTC","start":1700000000}
                {"id":2,"expr":"* * * *","tz":"UTC","start":1700000000}
                """)
        let lines = outcome.out.split(separator: "\n").map(String.init)
        #expect(lines[0] == #"{"id":1,"next":[1700038800]}"#)
        #expect(lines[1].hasPrefix(#"{"id":2,"error":{"code":"field_count""#))
    }
}
