import Foundation
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(2))) struct RefusalTests {
    private func failure(_ change: (inout ChildSpec, Sandbox) -> Void) async throws -> SpawnFailure? {
        let sandbox = try Sandbox()
        var spec = sandbox.spec("/bin/echo", ["hi"])
        change(&spec, sandbox)
        let started = Slot<Bool>()
        let end = await Processes.run(spec, control: RunControl()) { _ in started.set(true) }
        #expect(started.value == nil)
        #expect(end.treeGone)
        #expect(end.startedAt == nil)
        guard case .couldNotStart(let failure) = end.how else { return nil }
        #expect(!failure.description.isEmpty)
        return failure
    }

    @Test func `a NUL byte is refused where it stands`() async throws {
        #expect(try await failure { spec, _ in spec.arguments = ["a", "b\0--danger"] } == .badArgument(index: 1))
        #expect(try await failure { spec, _ in spec.environment["A"] = "x\0y" } == .badEnvironment(name: "A"))
        #expect(try await failure { spec, _ in spec.environment["A\0"] = "x" } == .badEnvironment(name: "A\0"))
        #expect(try await failure { spec, _ in spec.executable = "/bin/echo\0x" } == .executableNotFound(path: "/bin/echo\0x"))
        #expect(try await failure { spec, _ in spec.workingDirectory = "/\0" } == .workingDirectoryMissing(path: "/\0"))
    }

    @Test(arguments: ["", "A=B", "1A"]) func `a name that no environment carries is refused`(name: String) async throws {
        #expect(try await failure { spec, _ in spec.environment[name] = "x" } == .badEnvironment(name: name))
    }

    @Test func `an argument that is too long says so`() async throws {
        #expect(try await failure { spec, _ in spec.arguments = [String(repeating: "x", count: 131_072)] } == .argumentListTooLong)
    }

    @Test func `a missing folder is not taken for a missing program`() async throws {
        #expect(
            try await failure { spec, _ in spec.workingDirectory = "/nonexistent/x" } == .workingDirectoryMissing(path: "/nonexistent/x"))
        #expect(try await failure { spec, _ in spec.workingDirectory = "/bin/sh" } == .workingDirectoryMissing(path: "/bin/sh"))
    }

    @Test func `what cannot be run is told from what is not there`() async throws {
        #expect(try await failure { spec, _ in spec.executable = "/nonexistent/x" } == .executableNotFound(path: "/nonexistent/x"))
        #expect(try await failure { spec, _ in spec.executable = "echo" } == .executableNotFound(path: "echo"))
        for (name, mode, content) in [("plain", 0o644, "#!/bin/sh\n"), ("orphan", 0o755, "#!/nonexistent/i\n"), ("text", 0o755, "hi\n")] {
            let failure = try await failure { spec, sandbox in
                spec.executable = sandbox.path(name)
                sandbox.touch(name, mode: mode, content)
            }
            guard case .notExecutable = failure else {
                Issue.record("\(name): \(String(describing: failure))")
                continue
            }
        }
        guard case .notExecutable = try await failure({ spec, sandbox in spec.executable = sandbox.folder }) else {
            Issue.record("a folder was run")
            return
        }
    }
}
