import Foundation
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(2))) struct ManyChildrenTests {
    @Test func `a hundred and twenty at once, polite and hostile`() async throws {
        let sandboxes = try (0..<120).map { _ in try Sandbox() }
        await withTaskGroup(of: Void.self) { group in
            for (index, sandbox) in sandboxes.enumerated() {
                group.addTask {
                    switch index % 4 {
                    case 0:
                        let end = await sandbox.run(sandbox.shell("exit \(index)"))
                        #expect(end.how == .exited(Int32(index)))
                    case 1:
                        let end = await sandbox.run(sandbox.shell("head -c 200000 /dev/zero; sleep 300 &", limit: 1000))
                        #expect(end.how == .exited(0))
                        #expect(end.standardOutput.total == 200_000)
                    case 2:
                        let (end, took) = await sandbox.run(sandbox.shell(EndingTests.stubborn), untilFile: "ready") {
                            $0.end(reason: .cancelled, grace: .milliseconds(300))
                        }
                        #expect(end.endReason == .cancelled)
                        #expect(took < .milliseconds(300) + slack, "\(took)")
                    default:
                        let end = await sandbox.run(sandbox.spec("/bin/cat", input: .bytes([UInt8](repeating: 1, count: 100_000))))
                        #expect(end.standardOutput.total == 100_000)
                    }
                }
            }
        }
        for sandbox in sandboxes { #expect(sandbox.leftovers.isEmpty) }
    }

    @Test func `two hundred live at the same time`() async throws {
        let sandbox = try Sandbox()
        await withTaskGroup(of: ChildEnd.self) { group in
            for index in 0..<200 {
                var spec = sandbox.shell(": > up\(index); until [ -e go ]; do sleep 0.2; done")
                spec.output = OutputPlan(standardOutput: nil, standardError: nil, limit: 0)
                var marker = sandbox.marker
                marker.attempt = index + 2
                spec.environment[RunMarker.variable] = marker.environmentValue
                group.addTask { [spec] in await sandbox.run(spec) }
            }
            await eventually("all of them", within: .seconds(60)) { (0..<200).allSatisfy { sandbox.exists("up\($0)") } }
            sandbox.touch("go")
            for await end in group { #expect(end.how == .exited(0)) }
        }
    }

    @Test func `descriptors stay flat over five hundred runs of all kinds`() async throws {
        let sandbox = try Sandbox()
        var specs = [sandbox.spec("/bin/true"), sandbox.spec("/nonexistent/x"), sandbox.spec("/bin/cat", input: .bytes([1, 2]))]
        specs.append(sandbox.shell("exit 1", input: .bytes([UInt8](repeating: 0, count: 100_000))))
        var lost = sandbox.spec("/bin/true")
        lost.workingDirectory = "/nonexistent"
        specs.append(lost)
        specs.append(sandbox.spec("/bin/true", [String(repeating: "x", count: 131_072)]))
        for spec in specs { _ = await sandbox.run(spec) }
        let before = openDescriptors()
        for round in 0..<500 { _ = await sandbox.run(specs[round % specs.count]) }
        // Other tests run beside this one; a leak of one descriptor per run would be 500.
        await eventually("few descriptors") { openDescriptors() < before + 100 }
        #expect(ProcessTable.processes { $0 == sandbox.marker }.isEmpty)
    }
}
