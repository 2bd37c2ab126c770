import Foundation
import Synchronization
import Testing

@testable import Daemon

@Suite("installing a service")
struct InstallServiceTests {
    /// A service manager that notes what it is told.
    private final class Manager: Sendable {
        let calls = Mutex<[String]>([])
        let isRunning: Bool
        let refuses: String?

        init(isRunning: Bool = true, refuses: String? = nil) {
            self.isRunning = isRunning
            self.refuses = refuses
        }

        var control: ServiceControl {
            ServiceControl(
                isRunning: { _ in self.isRunning },
                call: { words in
                    let line = words.joined(separator: " ")
                    self.calls.withLock { $0.append(line) }
                    let isRefused = self.refuses.map { line.contains($0) } ?? false
                    return ServiceControl.End(isDone: !isRefused, text: isRefused ? "it says no" : "")
                })
        }

        func take() -> [String] {
            calls.withLock { calls in
                defer { calls = [] }
                return calls
            }
        }
    }

    private func plan(
        _ temporary: TemporaryHome, manager: ServiceManager = .systemd, path: String = "/usr/bin", root: String? = nil
    ) throws -> ServicePlan {
        let request = ServiceRequest(
            manager: manager, scope: .user, root: root, program: "/bin/sh",
            environment: ["HOME": temporary.folder + "/user", "PATH": path])
        return try ServicePlan.decide(request)
    }

    @Test("the manager hears of it in the right order; a changed service is begun anew, an unchanged one is left")
    func systemd() async throws {
        try await TemporaryHome.withAsync { temporary in
            let manager = Manager()
            let report = try await installService(try plan(temporary), force: false, starts: true, by: manager.control)
            #expect(report.change == "written" && report.remaining.isEmpty && report.ran.count == 2)
            #expect(manager.take() == ["systemctl --user daemon-reload", "systemctl --user enable --now upbeat.service"])
            _ = try await installService(try plan(temporary), force: false, starts: true, by: manager.control)
            #expect(manager.take() == ["systemctl --user daemon-reload", "systemctl --user enable --now upbeat.service"])
            let changed = try plan(temporary, path: "/opt/bin")
            #expect(try await installService(changed, force: false, starts: true, by: manager.control).change == "replaced")
            #expect(
                manager.take() == [
                    "systemctl --user daemon-reload", "systemctl --user enable upbeat.service", "systemctl --user restart upbeat.service",
                ])
            _ = try await installService(try plan(temporary), force: false, starts: false, by: manager.control)
            #expect(manager.take() == ["systemctl --user daemon-reload", "systemctl --user enable upbeat.service"])
            #expect(try await uninstallService(changed, force: false, by: manager.control).change == "removed")
            #expect(manager.take() == ["systemctl --user disable --now upbeat.service", "systemctl --user daemon-reload"])
            #expect(!FileManager.default.fileExists(atPath: changed.file))
            let error = await #expect(throws: CommandFailure.self) {
                try await uninstallService(changed, force: false, by: manager.control)
            }
            #expect(error?.exitCode == 5 && manager.take().isEmpty)
        }
    }

    @Test("the machine's service is the system's manager's")
    func system() throws {
        let request = ServiceRequest(
            manager: .systemd, scope: .system, profile: .webhooks, program: "/bin/sh", environment: ["HOME": "/root"])
        let commands = ManagerCommands(plan: try ServicePlan.decide(request), path: "/x")
        #expect(commands.install(starts: true, after: .written).map(\.words).last == ["systemctl", "enable", "--now", "upbeat.service"])
        #expect(commands.end.map(\.words) == [["systemctl", "disable", "--now", "upbeat.service"]])
    }

    @Test("launchd forgets the old agent before it takes the new one")
    func launchd() async throws {
        try await TemporaryHome.withAsync { temporary in
            let manager = Manager(refuses: "bootout")
            let plan = try plan(temporary, manager: .launchd)
            let domain = "gui/\(getuid())"
            _ = try await installService(plan, force: false, starts: true, by: manager.control)
            #expect(manager.take() == ["launchctl bootstrap \(domain) \(plan.file)"])
            let again = try await installService(plan, force: false, starts: true, by: manager.control)
            #expect(manager.take() == ["launchctl bootout \(domain)/org.upbeat.daemon", "launchctl bootstrap \(domain) \(plan.file)"])
            #expect(again.ran == [["launchctl", "bootstrap", domain, plan.file]])
            #expect(mode(temporary.folder + "/user/Library/Logs/upbeat") == 0o700)
            _ = try await uninstallService(plan, force: false, by: manager.control)
            #expect(manager.take() == ["launchctl bootout \(domain)/org.upbeat.daemon"])
        }
    }

    @Test("where no manager runs, or another system is meant, only the file is written, and the commands that remain are named")
    func remaining() async throws {
        try await TemporaryHome.withAsync { temporary in
            let manager = Manager(isRunning: false)
            let here = try await installService(try plan(temporary), force: false, starts: true, by: manager.control)
            #expect(here.remaining.last == ["systemctl", "--user", "enable", "--now", "upbeat.service"] && here.ran.isEmpty)
            let root = temporary.folder + "/root"
            #expect(mkdir(root, 0o755) == 0)
            let there = try await installService(try plan(temporary, root: root), force: false, starts: true, by: Manager().control)
            #expect(there.file == "\(root)\(temporary.folder)/user/.config/systemd/user/upbeat.service" && there.ran.isEmpty)
            #expect(manager.take().isEmpty)
        }
    }

    @Test("a manager that refuses is quoted, and the file stays to be looked at")
    func refused() async throws {
        try await TemporaryHome.withAsync { temporary in
            let plan = try plan(temporary)
            let error = await #expect(throws: CommandFailure.self) {
                try await installService(plan, force: false, starts: true, by: Manager(refuses: "enable").control)
            }
            #expect(
                error?.message == "`systemctl --user enable --now upbeat.service` failed: it says no; "
                    + "what the daemon said: journalctl --user -u upbeat -n 20")
            #expect(FileManager.default.fileExists(atPath: plan.file))
        }
    }

    @Test("a daemon that no manager began is in the way of the first start")
    func running() async throws {
        try await TemporaryHome.withAsync { temporary in
            let plan = try plan(temporary)
            let folder = plan.home.state
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(listener) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: plan.home.socket.utf8) }
            let bound = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            #expect(bound == 0 && listen(listener, 8) == 0)
            let manager = Manager()
            let error = await #expect(throws: CommandFailure.self) {
                try await installService(plan, force: false, starts: true, by: manager.control)
            }
            #expect(error?.exitCode == 6 && error?.message.hasPrefix("a daemon runs already; stop it") == true)
            #expect(manager.take().isEmpty && !FileManager.default.fileExists(atPath: plan.file))
            _ = try await installService(plan, force: false, starts: false, by: manager.control)
            #expect(FileManager.default.fileExists(atPath: plan.file))
        }
    }

    @Test("the real calls go through the house's own spawn path, with the words of the program")
    func calls() async {
        let control = ServiceControl.live(["PATH": "/usr/bin:/bin"])
        let done = await control.call(["sh", "-c", "echo well"])
        #expect(done.isDone && done.text == "well")
        let failed = await control.call(["sh", "-c", "echo 'Failed to connect'; echo 'Created symlink x' >&2; echo 'to bus' >&2; exit 1"])
        #expect(!failed.isDone && failed.text == "to bus Failed to connect")
        #expect(await control.call(["sh", "-c", "exit 3"]).text == "exit code 3")
        #expect(await !control.call(["no-such-program-here"]).isDone)
    }
}
