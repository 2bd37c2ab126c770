import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("upbeat ls")
struct ListTests {
    private let daemon = FakeDaemon(
        examplePulse(1, status: "completed", in: -600), examplePulse(2, status: "failed", in: -300),
        examplePulse(3, status: "processing", in: -5), examplePulse(4, in: 7200), examplePulse(5, in: 60),
        examplePulse(6, status: "blocked", in: 30), examplePulse(7, status: "cancelled", in: -60))

    private func ids(_ text: String) -> [String] { text.split(separator: "\n").map { String($0.split(separator: "\t")[0]) } }

    @Test("what is open comes first, soonest first, then what ended last")
    func overview() async {
        let outcome = await Desk(daemon).run("ls")
        #expect(ids(outcome.out) == ["3", "5", "4", "6", "7", "2", "1"])
        #expect(outcome.out.hasPrefix("3\tprocessing\t2026-01-20T07:59:55Z\tnormal\t0/3\thello\n"))
        #expect(outcome.code == 0 && outcome.err.isEmpty)
    }

    @Test("-n is how many in all; the open ones go first")
    func limit() async {
        #expect(ids(await Desk(daemon).run("ls", "-n", "2").out) == ["3", "5"])
        #expect(ids(await Desk(daemon).run("ls", "-n", "5").out) == ["3", "5", "4", "6", "7"])
    }

    @Test("--upcoming, --status and --all choose")
    func choices() async {
        #expect(ids(await Desk(daemon).run("ls", "--upcoming").out) == ["5", "4"])
        #expect(ids(await Desk(daemon).run("ls", "--status", "failed,completed").out) == ["2", "1"])
        #expect(ids(await Desk(daemon).run("ls", "--all").out) == ["7", "6", "5", "4", "3", "2", "1"])
        #expect(ids(await Desk(daemon).run("ls", "--all", "-n", "1").out) == ["7"])
    }

    @Test("--all reads page by page")
    func pages() async {
        let many = FakeDaemon()
        many.set { state in
            for id in Int64(1)...1234 { state.pulses[id] = examplePulse(id, status: "completed") }
        }
        let desk = Desk(many)
        #expect(ids(await desk.run("ls", "--all").out) == (1...1234).reversed().map(String.init))
        #expect(many.requests.count == 3)
        #expect(ids(await desk.run("ls", "-n", "700").out).count == 700)
    }

    @Test("on a terminal it is a table that fits, and says what it leaves out")
    func terminal() async {
        let long = FakeDaemon(
            examplePulse(12, in: 192, what: .prompt("a very long prompt\nthat goes on and on, for more than a line of text")))
        let outcome = await Desk(long, width: 80).run("ls", "--color", "never")
        #expect(
            outcome.out == """
                ID  STATUS   WHEN                       PRIORITY  TRIES  WHAT
                12  pending  in 3m 12s (Tue 09:03 CET)  normal    0/3    a very long prompt tha…

                """)
        let cut = await Desk(daemon, width: 80).run("ls", "-n", "2")
        #expect(cut.err == "There are more; `upbeat ls --all` lists them all, -n sets how many.\n")
        #expect(cut.out.contains("\u{1B}[36mprocessing\u{1B}[0m"))
        #expect(
            await Desk(width: 80).run("ls")
                == Desk.Outcome(
                    code: 0, out: "", err: "No pulses; `upbeat add --help` shows how to make one.\n"))
        #expect(await Desk().run("ls") == Desk.Outcome(code: 0, out: "", err: ""))
        #expect(await Desk(daemon, isDaemon: false, width: 80).run("ls").err.contains("No daemon runs"))
    }

    @Test("what a prompt holds cannot reach the terminal or break the columns", arguments: [80, nil] as [Int?])
    func hostile(width: Int?) async {
        let daemon = FakeDaemon(examplePulse(1, what: .prompt("x\u{1B}]0;t\u{7}\ty\u{202E}z\nw")))
        let outcome = await Desk(daemon, width: width).run("ls", "--color", "never")
        #expect(outcome.out.contains("x\\u{1b}]0;t\\u{7} y\\u{202e}z w") || outcome.out.contains("x\\u{1b}]0;t\\u"))
        #expect(!outcome.out.unicodeScalars.contains { $0 != "\n" && $0 != "\t" && SafeText.isUnsafe($0) })
    }

    @Test("--json is a list of the wire's objects; for a terminal it is safe to show")
    func json() async throws {
        let outcome = await Desk(daemon).run("ls", "--json", "-n", "3")
        let document = try JSON(parsing: outcome.out)
        #expect(document["schema_version"] == 1)
        #expect(document["pulses"]?.arrayValue?.compactMap { $0["id"]?.integerValue } == [3, 5, 4])
        let hostile = FakeDaemon(examplePulse(1, what: .prompt("\u{202E}")))
        let shown = await Desk(hostile, width: 80).run("ls", "--json")
        #expect(shown.out.contains(#""prompt": "\u202e""#))
        #expect(try JSON(parsing: shown.out)["pulses"]?.arrayValue?[0]["prompt"] == "\u{202E}")
    }

    @Test(
        "mistakes are explained",
        arguments: [
            (["--status", "faild"], "\"faild\" is no status; did you mean failed?"), (["--status", ""], "is no status"),
            (["--status", "failed", "--all"], "--status and --all exclude each other"), (["--upcoming", "--all"], "exclude each other"),
            (["-n", "0"], "-n 0 lists nothing"), (["-n", "many"], "many"), (["12"], "12"),
        ])
    func mistakes(arguments: [String], expected: String) async {
        let outcome = await Desk(daemon).run(["ls"] + arguments)
        #expect(outcome.code == 64 && outcome.err.contains(expected), "\(outcome.err)")
    }
}
