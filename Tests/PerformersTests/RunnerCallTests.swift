import Pulses
import Testing

@testable import Performers

@Suite struct RunnerCallTests {
    private func call(_ name: String, _ prompt: Prompt) throws -> RunnerCall {
        RunnerCall(try #require(RunnerCatalogue()[name]), prompt, text: prompt.composed, promptFile: "/tmp/p")
    }

    @Test(
        "each preset is called as its agent wants it",
        arguments: [
            ("hapi", ["hapi", "run", "--text", "do it"], false), ("claude", ["claude", "-p"], true),
            ("codex", ["codex", "exec", "-"], true), ("gemini", ["gemini"], true),
            ("goose", ["goose", "run", "--instructions", "-"], true), ("opencode", ["opencode", "run", "--", "do it"], false),
        ])
    func presets(_ name: String, _ arguments: [String], _ byInput: Bool) throws {
        let call = try call(name, Prompt(text: "do it", runner: name))
        #expect(call.arguments == arguments)
        #expect(call.input == (byInput ? Array("do it".utf8) : nil))
        #expect(call.fileContent == nil)
    }

    @Test(
        "each preset goes on with a session by its own flag",
        arguments: [
            ("hapi", ["hapi", "run", "--resume", "s-1", "--text", "do it"]), ("claude", ["claude", "-p", "--resume", "s-1"]),
            ("codex", ["codex", "exec", "resume", "s-1", "-"]), ("gemini", ["gemini", "--resume", "s-1"]),
            ("goose", ["goose", "run", "--resume", "--session-id", "s-1", "--instructions", "-"]),
            ("opencode", ["opencode", "run", "--session", "s-1", "--", "do it"]),
        ])
    func sessions(_ name: String, _ arguments: [String]) throws {
        #expect(try call(name, Prompt(text: "do it", session: "s-1", runner: name)).arguments == arguments)
    }

    @Test("notes go before the prompt")
    func notes() throws {
        let call = try call("hapi", Prompt(text: "do it", notes: ["milk"], runner: "hapi"))
        #expect(call.arguments.last == "📌 Reminders:\n  - milk\n\ndo it")
    }

    @Test("a prompt that is too long for an argument goes into a file that the argument names")
    func longPrompts() throws {
        let text = String(repeating: "ä", count: 80_000)
        let call = try call("hapi", Prompt(text: text, runner: "hapi"))
        #expect(call.fileContent == Array(text.utf8))
        #expect(call.arguments[0...2] == ["hapi", "run", "--text"])
        #expect(call.arguments[3].contains("/tmp/p") && call.arguments[3].utf8.count < 1000)
        let byInput = try self.call("claude", Prompt(text: text, runner: "claude"))
        #expect(byInput.input?.count == 160_000 && byInput.fileContent == nil)
    }

    @Test("placeholders in a prompt are text, not placeholders")
    func promptsAreText() throws {
        let own = Runner(name: "own", command: ["x", "a={session};{prompt}", "{prompt_file}"], delivery: .argument)
        let prompt = Prompt(text: "{session} {prompt_file} {", session: "S", runner: "own")
        let call = RunnerCall(own, prompt, text: prompt.composed, promptFile: "/f")
        #expect(call.arguments == ["x", "a=S;{session} {prompt_file} {", "/f"])
    }

    @Test("the environment is an allow-list; secrets of the daemon and other runners' keys stay behind")
    func environment() {
        let environment = ChildEnvironment(
            of: [
                "HOME": "/h", "PATH": "/bin", "LC_ALL": "C", "AWS_SECRET": "x", "UPBEAT_HTTP_TOKEN": "x", "UPBEAT_HOME": "/u",
                "UPBEAT_RUN": "old", "UPBEAT_SOCKET": "/old", "ANTHROPIC_API_KEY": "a", "OPENAI_API_KEY": "o", "PULSE_API_TOKEN": "x",
                "LD_PRELOAD": "x",
            ], adding: ["UPBEAT_HOME": "/moved"])
        let claude = RunnerCatalogue()["claude"]
        let variables = environment.variables(runner: claude, action: ["X": "1", "HOME": "/mine"], marker: ["UPBEAT_RUN": "new"])
        #expect(
            variables == [
                "HOME": "/mine", "PATH": "/bin", "LC_ALL": "C", "UPBEAT_HOME": "/moved", "ANTHROPIC_API_KEY": "a", "X": "1",
                "UPBEAT_RUN": "new",
            ])
        #expect(environment.variables(runner: nil, action: [:], marker: [:])["ANTHROPIC_API_KEY"] == nil)
    }
}
