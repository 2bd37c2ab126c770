import Foundation
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(2))) struct OutputTests {
    @Test func `a flood is capped and its ends are kept`() async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(
            sandbox.shell("printf BEGIN; head -c 10000000 /dev/zero | tr '\\0' x; printf END", limit: 100_000))
        #expect(end.how == .exited(0))
        #expect(end.standardOutput.total == 10_000_008)
        #expect(end.standardOutput.kept == 100_000)
        let text = sandbox.text("out/stdout")
        #expect(text.hasPrefix("BEGINxxx"))
        #expect(text.hasSuffix("xxxEND"))
        #expect(text.contains("x\n[upbeat: 9900008 bytes left out here]\nx"))
        #expect(text.utf8.count == 100_000 + "\n[upbeat: 9900008 bytes left out here]\n".utf8.count)
        #expect(end.standardOutput.tail.utf8.count == 4096)
        #expect(end.standardOutput.tail.hasSuffix("xEND"))
    }

    @Test func `a tail of broken text is valid text`() async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(sandbox.shell("head -c 9000 /dev/zero | tr '\\0' '\\251'; printf 'ok\\303'"))
        #expect(end.standardOutput.total == 9003)
        #expect(end.standardOutput.tail.utf8.count <= 4096)
        #expect(end.standardOutput.tail.hasSuffix("ok\u{FFFD}"))
    }

    @Test func `files are private and made at the first byte`() async throws {
        let sandbox = try Sandbox()
        var spec = sandbox.shell("echo x")
        spec.output.standardOutput = sandbox.path("deep/er/stdout")
        let end = await sandbox.run(spec)
        #expect(end.outputError == nil)
        let attributes = try FileManager.default.attributesOfItem(atPath: sandbox.path("deep/er/stdout"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let folder = try FileManager.default.attributesOfItem(atPath: sandbox.path("deep"))
        #expect(folder[.posixPermissions] as? Int == 0o700)
        #expect(!sandbox.exists("out"))
    }

    @Test func `a planted link is not followed`() async throws {
        let sandbox = try Sandbox()
        try Data("victim".utf8).write(to: URL(fileURLWithPath: sandbox.path("victim")))
        var spec = sandbox.shell("echo evil; exit 5")
        spec.output.standardOutput = sandbox.path("link")
        try FileManager.default.createSymbolicLink(atPath: sandbox.path("link"), withDestinationPath: sandbox.path("victim"))
        let end = await sandbox.run(spec)
        #expect(end.how == .exited(5))
        #expect(end.outputError?.contains("link") == true)
        #expect(end.standardOutput.total == 5)
        #expect(end.standardOutput.kept == 0)
        #expect(end.standardOutput.tail == "evil\n")
        #expect(sandbox.text("victim") == "victim")
    }

    @Test func `a full disk does not stop the child`() async throws {
        let sandbox = try Sandbox()
        var output = CappedOutput(path: "/dev/full", limit: 10, prepareFolder: nil)
        Array("x".utf8).withUnsafeBytes { output.take($0) }
        #expect(output.finish().error != nil)
        var spec = sandbox.shell("head -c 300000 /dev/zero; exit 6")
        spec.output = OutputPlan(standardOutput: sandbox.path("a/b"), standardError: nil, limit: 1000) { _ in throw CancellationError() }
        let end = await sandbox.run(spec)
        #expect(end.how == .exited(6))
        #expect(end.standardOutput.total == 300_000)
        #expect(end.outputError != nil)
    }

    @Test func `a gigabyte passes without blocking the child or filling memory`() async throws {
        let sandbox = try Sandbox()
        let before = residentBytes()
        let end = await sandbox.run(sandbox.shell("head -c 1073741824 /dev/zero", limit: 1 << 20))
        #expect(end.how == .exited(0))
        #expect(end.standardOutput.total == 1 << 30)
        #expect(end.standardOutput.kept == 1 << 20)
        #expect(sandbox.bytes("out/stdout").count < (1 << 20) + 100)
        #expect(residentBytes() - before < 64 << 20)
    }

    private func residentBytes() -> Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")[1]
        return (pages.flatMap { Int($0) } ?? 0) * 4096
    }
}
