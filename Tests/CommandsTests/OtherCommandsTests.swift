import Daemon
import StrictJSON
import Synchronization
import Testing

@testable import Commands

@Suite("The other commands")
struct OtherCommandsTests {
    @Test("run hands its flags to the daemon and says where it listens and what to try")
    func run() async {
        let desk = Desk()
        let outcome = await desk.run("run", "--port", "0", "--host", "::1", "--log-level", "debug", "--home", "/tmp/my home")
        #expect(desk.state.withLock { $0.options?.flags } == ["http.port": "0", "http.host": "::1", "log.level": "debug"])
        #expect(desk.state.withLock { $0.options?.home } == "/tmp/my home")
        #expect(
            outcome.out == #"""
                upbeat 0.1.0 runs (pid 4711); Ctrl-C stops it
                  listening  http://127.0.0.1:8765
                             /run/u.sock
                  state      /state

                Try, in another terminal:
                  upbeat add "say hello" --runner echo --in 10s --home '/tmp/my home'
                  upbeat ls --home '/tmp/my home'
                  curl -s -H "Authorization: Bearer $(upbeat token show --home '/tmp/my home')" \#
                -H 'Content-Type: application/json' -d '{"prompt": "hello over HTTP", "runner": "echo"}' http://127.0.0.1:8765/v1/pulses


                """#)
        #expect(outcome.err == "upbeat: warning: the clock is odd\n")
        let plain = Desk(environment: ["UPBEAT_HOME": "/h"])
        #expect(await plain.run("run").out.contains("upbeat ls --home /h\n"))
        #expect(plain.state.withLock { $0.options?.flags } == [:])
        #expect(await Desk(program: ".build/debug/upbeat").run("run").out.contains("  /home/me/.build/debug/upbeat ls\n"))
    }

    @Test("a daemon that cannot start ends with its own sentence and code; one whose banner nobody reads runs")
    func runFails() async {
        let failure = CommandFailure(message: "another daemon runs (pid 7)", exitCode: 6)
        #expect(await Desk(failure: failure).run("run") == Desk.Outcome(code: 6, out: "", err: "upbeat: another daemon runs (pid 7)\n"))
        #expect(await Desk(refusal: .outputClosed).run("run").code == 0)
    }

    @Test("the banner names the program as it was called, and the socket where there is no HTTP")
    func banner() {
        var announcement = exampleAnnouncement
        announcement.addresses = []
        let banner = Banner(program: "./.build/release/upbeat", home: nil, socket: "/x y", paint: .off)
        let commands = banner.commands(announcement)
        #expect(commands[1] == "./.build/release/upbeat ls --socket '/x y'")
        #expect(commands[2].hasSuffix("--unix-socket /run/u.sock http://localhost/v1/pulses"))
    }

    @Test("token show prints the token alone")
    func token() async {
        let desk = Desk()
        #expect(await desk.run("token", "show", "--home", "/h") == Desk.Outcome(code: 0, out: "s3cret\n", err: ""))
        #expect(desk.state.withLock { $0.options?.home } == "/h")
        let failure = CommandFailure(message: "there is no token yet", exitCode: 5)
        #expect(await Desk(failure: failure).run("token", "show").code == 5)
    }

    @Test("config check shows settings and runners with their origin, warnings apart")
    func config() async throws {
        let piped = await Desk().run("config", "check")
        #expect(
            piped.out == "http.port\t9000\t/etc/u.yaml:3\nzone\tUTC\tdefault\nmine\tmine {prompt}\t/etc/u.yaml:7\n"
                + "tick\tEvery hour\t/etc/u.yaml:9\nbot\tschedule\t/etc/u.yaml\nllm\t1 at once\t/etc/u.yaml:11\n")
        #expect(piped.err == "upbeat: warning: PULSE_DB_PATH is Reeve's own\n")
        let shown = await Desk(width: 80).run("config", "check", "--color", "never")
        #expect(shown.out.hasPrefix("The configuration is right; read: /etc/u.yaml\n\nSETTING    VALUE  FROM\nhttp.port  9000"))
        let document = try JSON(parsing: await Desk().run("config", "check", "--json").out)
        #expect(document["schedules"]?.arrayValue?[0]["name"] == "tick" && document["agents"]?.arrayValue?[0]["scope"] == "schedule")
        #expect(document["schema_version"] == 1 && document["settings"]?.arrayValue?[0]["origin"] == "/etc/u.yaml:3")
        let failure = CommandFailure(message: "upbeat.yaml:3: http.prot is unknown\nupbeat.yaml:4: x", exitCode: 1)
        #expect(
            await Desk(failure: failure).run("config", "check").err == "upbeat: upbeat.yaml:3: http.prot is unknown\nupbeat.yaml:4: x\n")
    }

    @Test("version, in both forms and as a flag")
    func version() async throws {
        #expect(await Desk().run("version").out == "upbeat \(upbeatVersion)\n")
        #expect(await Desk().run("--version").out == "\(upbeatVersion)\n")
        #expect(try JSON(parsing: await Desk().run("version", "--json").out)["version"] == .string(upbeatVersion))
    }
}

@Suite("The command line")
struct CommandLineTests {
    @Test(
        "every command's help begins with examples and names the global options",
        arguments: [
            ["run"], ["add"], ["ls"], ["upcoming"], ["show"], ["edit"], ["pause"], ["resume"], ["trigger"], ["snooze"], ["rm"], ["cancel"],
            ["retry"], ["logs"], ["status"], ["token", "show"], ["config", "check"], ["version"], ["install"],
            ["uninstall"],
        ])
    func help(command: [String]) async throws {
        for arguments in [command + ["--help"], ["help"] + command] {
            let outcome = await Desk().run(arguments)
            #expect(outcome.code == 0 && outcome.err.isEmpty)
            let lines = outcome.out.split(separator: "\n")
            #expect(lines[0].hasPrefix("OVERVIEW: ") && lines[1...3].contains("EXAMPLES:"), "\(outcome.out)")
            #expect(outcome.out.contains("  upbeat \(command.joined(separator: " "))"))
            for option in ["--home", "--socket", "--color"] { #expect(outcome.out.contains(option)) }
        }
    }

    @Test("without a command it shows what there is")
    func bare() async {
        let outcome = await Desk().run()
        #expect(outcome.code == 0 && outcome.out.contains("SUBCOMMANDS:"))
        #expect(await Desk().run("token").out.contains("upbeat token show"))
    }

    @Test(
        "mistakes are one sentence, and where to read on",
        arguments: [
            (["sho"], "there is no command \"sho\"; did you mean `upbeat show`?"),
            (["xyzzy"], "there is no command \"xyzzy\"; `upbeat --help`"),
            (["ls", "--jsn"], "--jsn"), (["ls", "--color", "pink"], "pink"), (["ls", "--home", ""], "--home is empty"),
            (["show"], "name a pulse or a schedule"), (["\u{1B}[2J"], "\\u{1b}[2J"),
        ])
    func mistakes(arguments: [String], expected: String) async {
        let outcome = await Desk().run(arguments)
        #expect(outcome.code == 64 && outcome.out.isEmpty && outcome.err.contains(expected), "\(outcome.err)")
        #expect(outcome.err.hasPrefix("upbeat: "))
    }

    @Test(
        "global options may stand before the command",
        arguments: [
            (["--home", "/h", "ls"], ["ls", "--home", "/h"]),
            (["--home=/h", "--color", "never", "token", "show"], ["token", "show", "--home=/h", "--color", "never"]),
            (["--socket", "/s", "add", "--command", "--", "ls", "--home"], ["add", "--command", "--socket", "/s", "--", "ls", "--home"]),
            (["ls", "--home", "/h"], ["ls", "--home", "/h"]), (["--home"], ["--home"]), (["--home", "/h"], ["--home", "/h"]), ([], []),
        ])
    func leading(arguments: [String], expected: [String]) { #expect(GlobalOptions.movedBehindCommand(arguments) == expected) }

    @Test("--home and --socket reach the daemon's door")
    func options() async {
        let desk = Desk()
        _ = await desk.run("--home", "/h", "ls", "--socket", "/s")
        #expect(desk.state.withLock { $0.options?.home } == "/h")
        #expect(desk.state.withLock { $0.options?.socket } == "/s")
    }
}
