import Foundation
import Testing

@testable import Processes

@Suite struct DetachedChildTests {
    /// A file in a folder of its own, for what a child writes.
    private func withOutput(_ body: (_ path: String, _ descriptor: Int32) async throws -> Void) async throws {
        var template = Array("/tmp/upbeat-test-XXXXXX".utf8CString)
        let folder = String(cString: try #require(mkdtemp(&template)))
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let descriptor = open(folder + "/out", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        try await body(folder + "/out", descriptor)
    }

    private func end(_ child: DetachedChild) async throws -> DetachedChild.Ending {
        for _ in 0..<2000 {
            if let ending = child.ending() { return ending }
            try await Task.sleep(for: .milliseconds(5))
        }
        kill(child.pid, SIGKILL)
        throw SpawnFailure.systemLimit("process \(child.pid) did not end")
    }

    @Test("it leads a session of its own, and gets its streams, its environment and nothing else") func apart() async throws {
        try await withOutput { path, descriptor in
            // As a shell would hand it to us: without close-on-exec.
            let stray = open("/dev/null", O_RDONLY)
            defer { close(stray) }
            signal(SIGUSR2, SIG_IGN)
            defer { signal(SIGUSR2, SIG_DFL) }
            let script = """
                import os, signal
                print(os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid(), os.readlink("/proc/self/fd/0"))
                print(sorted(int(d) for d in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{d}")))
                print(signal.getsignal(signal.SIGUSR2) == signal.SIG_DFL, signal.pthread_sigmask(signal.SIG_BLOCK, []) == set())
                print(sorted(k for k in os.environ if k != "LC_CTYPE"), os.environ["A"])
                """
            let child = try DetachedChild.spawn(
                "/usr/bin/env", name: "env", arguments: ["python3", "-c", script],
                environment: ["A": "b=c", "PATH": "/usr/local/bin:/usr/bin:/bin"], output: descriptor)
            #expect(try await end(child) == .exited(0))
            let said = try String(contentsOfFile: path, encoding: .utf8)
            #expect(said == "True True /dev/null\n[0, 1, 2]\nTrue True\n['A', 'PATH'] b=c\n")
        }
    }

    @Test func itsEndIsTold() async throws {
        try await withOutput { _, descriptor in
            let seven = try DetachedChild.spawn("/bin/sh", name: "sh", arguments: ["-c", "exit 7"], environment: [:], output: descriptor)
            #expect(try await end(seven) == .exited(7))
            let killed = try DetachedChild.spawn("/bin/sleep", name: "x", arguments: ["60"], environment: [:], output: descriptor)
            #expect(killed.ending() == nil)
            kill(killed.pid, SIGTERM)
            #expect(try await end(killed) == .signalled(SIGTERM))
        }
    }

    @Test func whatCannotBeStartedIsSaid() async throws {
        try await withOutput { _, descriptor in
            #expect(throws: SpawnFailure.executableNotFound(path: "/nowhere/at/all")) {
                try DetachedChild.spawn("/nowhere/at/all", name: "x", arguments: [], environment: [:], output: descriptor)
            }
            #expect(throws: SpawnFailure.badArgument(index: 0)) {
                try DetachedChild.spawn("/bin/true", name: "x", arguments: ["a\0b"], environment: [:], output: descriptor)
            }
        }
    }

    @Test("the age and the environment of a process are its own") func facts() async throws {
        try await withOutput { _, descriptor in
            let child = try DetachedChild.spawn("/bin/sleep", name: "x", arguments: ["60"], environment: ["A": "b=c"], output: descriptor)
            defer { kill(child.pid, SIGKILL) }
            let identity = try #require(ProcessIdentity.of(pid: child.pid))
            #expect(identity.environment == ["A": "b=c"])
            #expect(try #require(identity.age) < .seconds(30))
            let first = try #require(ProcessIdentity.of(pid: 1)?.age)
            #expect(first > (try #require(identity.age)))
            identity.signal(SIGTERM)
            #expect(try await end(child) == .signalled(SIGTERM))
            #expect(identity.environment == nil)
        }
    }
}
