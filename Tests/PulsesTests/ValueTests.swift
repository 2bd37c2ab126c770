import Pulses
import Recurrence
import Synchronization
import Testing

@Suite struct ValueTests {
    @Test("notes come before the prompt as Reeve's agents know it")
    func composesNotes() {
        let prompt = Prompt(text: "Check the mail", notes: ["buy milk", "call Bob"], runner: "hapi")
        #expect(prompt.composed == "📌 Reminders:\n  - buy milk\n  - call Bob\n\nCheck the mail")
        #expect(Prompt(text: "Check", runner: "hapi").composed == "Check")
    }

    @Test("the default runner is the preferred one, else the first that is installed; echo never is")
    func resolvesTheDefault() {
        let catalogue = RunnerCatalogue()
        #expect(catalogue.resolveDefault { ["codex", "claude"].contains($0.name) }?.name == "claude")
        #expect(catalogue.resolveDefault { _ in false } == nil)
        #expect(catalogue.resolveDefault { $0.name == "echo" } == nil)
        #expect(RunnerCatalogue(preferred: "goose").resolveDefault { $0.name == "claude" }?.name == "goose")
        let own = Runner(name: "mine", command: ["mine"], delivery: .stdin)
        #expect(RunnerCatalogue(declared: [own]).resolveDefault { _ in true }?.name == "mine")
    }

    @Test("a runner of the file takes the place of a preset of its name")
    func declaredRunnersWin() {
        let own = Runner(name: "claude", command: ["/opt/claude"], delivery: .stdin)
        let catalogue = RunnerCatalogue(declared: [own])
        #expect(catalogue["claude"] == own)
        #expect(catalogue.names.filter { $0 == "claude" }.count == 1)
    }

    @Test("boot ids are 24 hexadecimal digits and differ")
    func bootIDs() {
        var generator = SystemRandomNumberGenerator()
        let ids = (0..<100).map { _ in BootID.random(using: &generator).text }
        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { $0.count == 24 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test("a stop is heard before and after listening; the first reason and the shortest grace stand")
    func stops() {
        let stop = StopSwitch()
        let heard = Mutex<[StopSwitch.Request]>([])
        stop.ask(.cancelled, grace: .seconds(5))
        stop.listen { request in heard.withLock { $0.append(request) } }
        stop.ask(.shutdown, grace: .seconds(1))
        stop.ask(.shutdown, grace: .seconds(9))
        let wanted: [Duration] = [.seconds(5), .seconds(1), .seconds(1)]
        #expect(heard.withLock { $0 } == wanted.map { StopSwitch.Request(reason: .cancelled, grace: $0) })
    }

    @Test("durations never overflow into a trap", arguments: [Duration.seconds(Int64.max), .seconds(Int64.min), .seconds(1 << 60)])
    func durations(_ duration: Duration) {
        #expect((duration.milliseconds < 0) == (duration < .zero))
    }
}
