import Pulses
import Testing

@testable import Daemon

struct RunnerDeclarationTests {
    @Test(
        "a declared runner becomes a value",
        arguments: [
            ("command: my-agent --fast", Runner(name: "x", command: ["my-agent", "--fast"], delivery: .stdin)),
            ("command: [my agent, \"a b\", \"\"]", Runner(name: "x", command: ["my agent", "a b", ""], delivery: .stdin)),
            ("command: [a, \"--text={prompt}\"]", Runner(name: "x", command: ["a", "--text={prompt}"], delivery: .argument)),
            ("command: a -f {prompt_file}", Runner(name: "x", command: ["a", "-f", "{prompt_file}"], delivery: .file)),
            ("command: a\n    prompt: stdin", Runner(name: "x", command: ["a"], delivery: .stdin)),
            ("command: a {prompt}\n    prompt: argument", Runner(name: "x", command: ["a", "{prompt}"], delivery: .argument)),
            (
                "command: [a, '{\"json\": 1}', '{}', '{9}']",
                Runner(name: "x", command: ["a", "{\"json\": 1}", "{}", "{9}"], delivery: .stdin)
            ),
            (
                "command: a -p\n    session: [--resume, \"{session}\"]",
                Runner(
                    name: "x", command: ["a", "{session_arguments}", "-p"], sessionArguments: ["--resume", "{session}"], delivery: .stdin)
            ),
            (
                "command: [a, go, \"{session_arguments}\", -]\n    session: --id {session}\n    env: [MY_KEY, MY_*]",
                Runner(
                    name: "x", command: ["a", "go", "{session_arguments}", "-"], sessionArguments: ["--id", "{session}"], delivery: .stdin,
                    environment: ["MY_KEY", "MY_*"])
            ),
        ])
    func good(_ body: String, _ expected: Runner) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "runners:\n  x:\n    \(body)\n")
            #expect(try temporary.settings().runners["x"] == expected)
        }
    }

    static let bad: [BadFile] = [
        BadFile(
            "runners:\n  x:\n    comand: a\n", "upbeat.yaml:2: runners.x.command: expected the program and its arguments, got nothing",
            "upbeat.yaml:3: runners.x.comand: expected a known key; did you mean command?"),
        BadFile("runners:\n  x: claude\n", "upbeat.yaml:2: runners.x: expected a map with command, got \"claude\""),
        BadFile(
            "runners:\n  x:\n    command: []\n", "upbeat.yaml:3: runners.x.command: expected the program and its arguments, got nothing"),
        BadFile(
            "runners:\n  x:\n    command: \"\"\n", "upbeat.yaml:3: runners.x.command: expected the program and its arguments, got nothing"),
        BadFile(
            "runners:\n  x:\n    command: {a: b}\n", "upbeat.yaml:3: runners.x.command: expected the program and its arguments, got a map"),
        BadFile(
            "runners:\n  x:\n    command: sh -c 'a b'\n",
            "upbeat.yaml:3: runners.x.command: expected the program and its arguments without quotes and shell signs, got \"sh -c 'a b'\"; "
                + "no shell reads it; write a list, one argument each: [program, \"first argument\"]"),
        BadFile(
            "runners:\n  x:\n    command:\n      - a\n      - [b]\n",
            "upbeat.yaml:5: runners.x.command: expected a text, got a list; "
                + "numbers and words that YAML knows need no quotes; an empty argument is \"\""),
        BadFile(
            "runners:\n  x:\n    command:\n      - a\n      - \"{promt}\"\n",
            "upbeat.yaml:5: runners.x.command: expected one of {prompt}, {session}, {prompt_file}, {session_arguments}, got \"{promt}\"; "
                + "did you mean {prompt}?"),
        BadFile(
            "runners:\n  x:\n    command: \"{prompt} b\"\n",
            "upbeat.yaml:3: runners.x.command: expected a program without placeholders, got \"{prompt}\""),
        BadFile(
            "runners:\n  x:\n    command: a {prompt} {prompt_file}\n",
            "upbeat.yaml:3: runners.x.command: expected {prompt} or {prompt_file}, got both"),
        BadFile(
            "runners:\n  x:\n    command: a {prompt}\n    prompt: stdin\n",
            "upbeat.yaml:4: runners.x.prompt: expected argument, because the command has {prompt}, got stdin; "
                + "remove this line or the placeholder"
        ),
        BadFile(
            "runners:\n  x:\n    command: a\n    prompt: file\n",
            "upbeat.yaml:4: runners.x.prompt: expected {prompt_file} in the command, for prompt: file, got none"),
        BadFile(
            "runners:\n  x:\n    command: a\n    prompt: stdinn\n",
            "upbeat.yaml:4: runners.x.prompt: expected one of argument, stdin, file, got \"stdinn\"; did you mean stdin?"),
        BadFile(
            "runners:\n  x:\n    command: a {session_arguments}\n",
            "upbeat.yaml:3: runners.x.command: expected session: with the arguments that {session_arguments} stands for, got none"),
        BadFile(
            "runners:\n  x:\n    command: a x{session_arguments}\n    session: b\n",
            "upbeat.yaml:3: runners.x.command: expected {session_arguments} as an argument of its own, got \"x{session_arguments}\""),
        BadFile(
            "runners:\n  x:\n    command: a\n    session: [\"{prompt}\"]\n",
            "upbeat.yaml:4: runners.x.session: expected {session} alone, got \"{prompt}\""),
        BadFile(
            "runners:\n  x:\n    command: a\n    env: [A=1]\n",
            "upbeat.yaml:4: runners.x.env: expected a variable's name, such as MY_KEY or MY_*, got \"A=1\"; "
                + "values are not set here, only names that are passed on"
        ),
        BadFile(
            "runners:\n  x:\n    command: a\n    env: [\"*\"]\n",
            "upbeat.yaml:4: runners.x.env: expected a variable's name, such as MY_KEY or MY_*, got \"*\""),
        BadFile(
            "runners:\n  X1:\n    command: a\n",
            "upbeat.yaml:2: runners.X1: expected a runner's name, got \"X1\"; "
                + "names are small letters, digits, _ and -, and begin with a letter"
        ),
        BadFile(
            "runners:\n  default:\n    command: a\n",
            "upbeat.yaml:2: runners.default: expected a runner's name, got \"default\"; this name stands for the default runner"),
    ]

    @Test("a bad runner is named with its line and key", arguments: bad)
    func refused(_ bad: BadFile) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", bad.yaml)
            #expect(temporary.issues().map(\.description) == bad.said)
        }
    }

    @Test func theSameRunnerTwiceNamesBothPlaces() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "runners:\n  mine:\n    command: a\n")
            try temporary.write("conf.d/more.yaml", "# more\nrunners:\n  mine:\n    command: b\n")
            #expect(
                temporary.issues().map(\.description) == [
                    "conf.d/more.yaml:3: runners.mine: expected every runner once, got it again (first at upbeat.yaml:2); "
                        + "remove one of them"
                ])
        }
    }

    @Test func aDeclaredRunnerReplacesAPreset() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.yaml", "default_runner: hapi\nrunners:\n  hapi:\n    command: ~/bin/hapi {prompt}\n")
            let settings = try temporary.settings(environment: ["HAPI_COMMAND": "other"])
            #expect(settings.runners["hapi"]?.command == [temporary.home.user + "/bin/hapi", "{prompt}"])
            #expect(settings.runners.preferred == "hapi")
            #expect(settings.runners.names.filter { $0 == "hapi" }.count == 1)
            #expect(settings.warnings == ["hapi.command is ignored: the runner hapi is declared at upbeat.yaml:3"])
        }
    }
}
