import Foundation
import Testing

@testable import Processes

/// A folder that is gone when the test is, and the specs of children that live in it.
final class Sandbox: Sendable {
    let folder: String
    let marker: RunMarker

    init() throws {
        folder = NSTemporaryDirectory() + "processes-\(UUID().uuidString)"
        marker = RunMarker(home: folder, boot: "testboot", pulse: .random(in: 1...Int64.max), attempt: 1)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    func spec(
        _ executable: String, _ arguments: [String] = [], input: ChildSpec.Input = .none, timeout: Duration? = .seconds(60),
        grace: Duration = .milliseconds(300), limit: Int = 1 << 20
    ) -> ChildSpec {
        ChildSpec(
            executable: executable, arguments: arguments,
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", RunMarker.variable: marker.environmentValue],
            workingDirectory: folder, input: input, timeout: timeout, grace: grace,
            output: OutputPlan(standardOutput: path("out/stdout"), standardError: path("out/stderr"), limit: limit))
    }

    func shell(
        _ script: String, input: ChildSpec.Input = .none, timeout: Duration? = .seconds(60), grace: Duration = .milliseconds(300),
        limit: Int = 1 << 20
    ) -> ChildSpec {
        spec("/bin/sh", ["-c", script], input: input, timeout: timeout, grace: grace, limit: limit)
    }

    func run(_ spec: ChildSpec, _ control: RunControl = RunControl()) async -> ChildEnd {
        await Processes.run(spec, control: control) { _ in }
    }

    /// Runs and asks for the end as soon as the file is there.
    func run(_ spec: ChildSpec, untilFile name: String, then ask: @escaping @Sendable (RunControl) -> Void) async -> (ChildEnd, Duration) {
        let control = RunControl()
        async let end = run(spec, control)
        await eventually("the file \(name)") { self.exists(name) }
        let asked = ContinuousClock.now
        ask(control)
        let result = await end
        return (result, .now - asked)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    func touch(_ name: String, mode: Int = 0o600, _ content: String = "") {
        let made = FileManager.default.createFile(
            atPath: path(name), contents: Data(content.utf8), attributes: [.posixPermissions: mode])
        #expect(made)
    }

    func bytes(_ name: String) -> [UInt8] { (try? Data(contentsOf: URL(fileURLWithPath: path(name)))).map(Array.init) ?? [] }

    func text(_ name: String) -> String { String(decoding: bytes(name), as: UTF8.self) }

    /// The processes of this sandbox's run that live.
    var leftovers: [ProcessIdentity] {
        ProcessTable.processes { $0.home == self.folder }.map(\.0)
    }
}

/// What a promised second may take here, where the whole house's tests share two cores.
let slack: Duration = .seconds(5)

/// Looks until it is so; the pauses only keep the looking cheap.
func eventually(_ what: String, within limit: Duration = .seconds(20), _ fact: () -> Bool) async {
    let end = ContinuousClock.now + limit
    while !fact() {
        guard ContinuousClock.now < end else {
            Issue.record("It never came: \(what)")
            return
        }
        try? await Task.sleep(for: .milliseconds(2))
    }
}

func openDescriptors() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? -1
}
