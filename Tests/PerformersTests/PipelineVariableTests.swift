import Foundation
import Pulses
import Recurrence
import TestSupport
import Testing

@testable import Performers

/// What a step is told of the steps before it.
@Suite(.timeLimit(.minutes(2))) struct PipelineVariableTests {
    private let folder = NSTemporaryDirectory() + "upbeat-pipeline-\(UUID().uuidString)"

    private func tidy() { try? FileManager.default.removeItem(atPath: folder) }

    private func claim(_ inputs: [RunInput], step: PipelineStep? = nil) -> Claim {
        var spec = StoreContract.spec()
        spec.action = .command(Command(arguments: ["sh", "-c", "env; cat \"$UPBEAT_INPUT_FILE\""]))
        spec.step = step
        return Claim(
            key: RunKey(pulse: PulseID(7), attempt: 1), spec: spec, dueAt: StoreContract.start, startedAt: StoreContract.start, spent: 0,
            lost: 0, inputs: inputs)
    }

    private func input(_ step: String?, _ pulse: Int64) -> RunInput {
        RunInput(step: step, key: RunKey(pulse: PulseID(pulse), attempt: 2))
    }

    /// As a step before it would have written it.
    private func write(_ text: String, _ input: RunInput) throws -> String {
        let output = OutputFolder(path: folder)
        let file = output.file(of: input.key, stream: .output)
        try output.write(Array(text.utf8), to: file)
        return file
    }

    private func variables(_ inputs: [RunInput], step: PipelineStep? = nil) -> [String: String] {
        PipelineVariables(claim(inputs, step: step), folder: OutputFolder(path: folder)).values
    }

    @Test func aPulseByItselfIsToldNothing() { #expect(variables([]).isEmpty) }

    @Test func itsPlaceIsTold() {
        #expect(variables([], step: PipelineStep(pipeline: "daily", name: "a")) == ["UPBEAT_STEP": "a", "UPBEAT_PIPELINE": "daily"])
        #expect(variables([], step: PipelineStep(name: "a")) == ["UPBEAT_STEP": "a"])
    }

    @Test func oneInputHasOneName() throws {
        defer { tidy() }
        let one = input("fetch", 3)
        let file = try write("hello", one)
        #expect(variables([one]) == ["UPBEAT_INPUT_FILE": file])
        // What is on record is not to be written to.
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o400)
    }

    @Test func aLinkInItsPlaceIsNotFollowed() throws {
        defer { tidy() }
        let one = input("fetch", 3)
        let file = try write("hello", one)
        try FileManager.default.removeItem(atPath: file)
        let target = folder + "/elsewhere"
        try "theirs".write(toFile: target, atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
        let before = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
        #expect(variables([one]) == ["UPBEAT_INPUT_FILE": "/dev/null"])
        #expect(try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int == before)
    }

    @Test func severalAreNamedByTheirSteps() throws {
        defer { tidy() }
        let inputs = [input("fetch", 3), input("knowledge-loop.2", 4), input(nil, 5)]
        let files = try inputs.map { try write("x", $0) }
        #expect(
            variables(inputs) == [
                "UPBEAT_INPUT_FILE": files[0], "UPBEAT_INPUT_FILE_FETCH": files[0], "UPBEAT_INPUT_FILE_KNOWLEDGE_LOOP_2": files[1],
            ])
        // Of two that look alike the first stands.
        let alike = [input("a-b", 3), input("a.b", 4)]
        #expect(variables(alike)["UPBEAT_INPUT_FILE_A_B"] == files[0])
    }

    @Test func whatWroteNothingReadsAsNothing() throws {
        defer { tidy() }
        let inputs = [input("silent", 3), input("loud", 4)]
        let file = try write("x", inputs[1])
        #expect(
            variables(inputs) == [
                "UPBEAT_INPUT_FILE": "/dev/null", "UPBEAT_INPUT_FILE_SILENT": "/dev/null", "UPBEAT_INPUT_FILE_LOUD": file,
            ])
        #expect(variables([inputs[0]]) == ["UPBEAT_INPUT_FILE": "/dev/null"])
    }

    @Test func theChildReadsIt() async throws {
        defer { tidy() }
        let one = input("fetch", 3)
        _ = try write("handed on\n", one)
        let performer = ChildPerformer(
            settings: ChildPerformer.Settings(home: "test", desk: NSTemporaryDirectory(), grace: .milliseconds(300), outputLimit: 4096),
            catalogue: RunnerCatalogue(),
            environment: ChildEnvironment(of: [
                "PATH": "/usr/bin:/bin", "UPBEAT_STEP": "the daemon's own", "UPBEAT_INPUT_FILE_OLD": "/etc/passwd",
            ]),
            folder: OutputFolder(path: folder), clock: ManualClock(now: StoreContract.start))
        let claim = claim([one], step: PipelineStep(name: "parse"))
        let end = await performer.perform(Run(claim: claim, boot: BootID("boot"), stop: StopSwitch()) { _ in })
        #expect(end.outcome == .succeeded)
        let written = OutputFolder(path: folder).output(of: claim.key, stream: .output, offset: 0, limit: 1 << 20)
        let lines = String(decoding: written?.bytes ?? [], as: UTF8.self).split(separator: "\n")
        #expect(lines.contains("UPBEAT_STEP=parse") && lines.last == "handed on")
        #expect(!lines.contains { $0.hasPrefix("UPBEAT_INPUT_FILE_OLD") })
    }
}
