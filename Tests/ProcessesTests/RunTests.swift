import Foundation
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(2))) struct RunTests {
    @Test(arguments: [0, 3, 255]) func `an exit code arrives`(code: Int32) async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(sandbox.shell("echo hello; echo oops >&2; exit \(code)"))
        #expect(end.how == .exited(code))
        #expect(end.endReason == nil)
        #expect(end.treeGone)
        #expect(end.standardOutput == StreamEnd(total: 6, kept: 6, tail: "hello\n"))
        #expect(end.standardError == StreamEnd(total: 5, kept: 5, tail: "oops\n"))
        #expect(sandbox.text("out/stdout") == "hello\n")
        #expect(sandbox.text("out/stderr") == "oops\n")
        #expect(try #require(end.duration) > .zero)
    }

    @Test func `death by a signal is told from an exit`() async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(sandbox.shell("kill -9 $$"))
        #expect(end.how == .signalled(9))
        #expect(end.endReason == nil)
    }

    @Test func `the identity is given while the child runs`() async throws {
        let sandbox = try Sandbox()
        let seen = Slot<(ProcessIdentity, Bool)>()
        let end = await Processes.run(sandbox.shell("cat go 2>/dev/null; until [ -e go ]; do sleep 0.01; done"), control: RunControl()) {
            seen.set(($0, $0.isAlive))
            sandbox.touch("go")
        }
        #expect(end.how == .exited(0))
        let (identity, wasAlive) = try #require(seen.value)
        #expect(wasAlive)
        #expect(!identity.isAlive)
        #expect(identity.processGroup == identity.pid)
        #expect(identity.startTicks > 0)
    }

    @Test(arguments: [0, 1, 65_536, 65_537, 3_000_000]) func `standard input arrives whole`(count: Int) async throws {
        let sandbox = try Sandbox()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let end = await sandbox.run(sandbox.spec("/bin/cat", input: .bytes(bytes), limit: 8 << 20))
        #expect(end.how == .exited(0))
        #expect(sandbox.bytes("out/stdout") == bytes)
        #expect(sandbox.exists("out/stdout") == (count > 0))
    }

    @Test func `a child that does not read its input is not disturbed`() async throws {
        let sandbox = try Sandbox()
        for script in ["exit 4", "exec 0<&-; echo closed; exit 4"] {
            let end = await sandbox.run(sandbox.shell(script, input: .bytes([UInt8](repeating: 7, count: 1_000_000))))
            #expect(end.how == .exited(4))
            #expect(end.treeGone)
        }
    }

    @Test func `without input there is end of file`() async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(sandbox.shell("wc -c; readlink /proc/self/fd/0"))
        #expect(end.standardOutput.tail.split(whereSeparator: \.isWhitespace) == ["0", "/dev/null"])
    }

    @Test func `the environment is exactly the spec's`() async throws {
        let sandbox = try Sandbox()
        var spec = sandbox.spec("/usr/bin/env", ["-0"])
        spec.environment = ["A": "1", "B": "two\nlines", "UMLAUT": "ü=x", "EMPTY": ""]
        let end = await sandbox.run(spec)
        let entries = sandbox.text("out/stdout").split(separator: "\0").map(String.init).sorted()
        #expect(end.how == .exited(0))
        #expect(entries == ["A=1", "B=two\nlines", "EMPTY=", "UMLAUT=ü=x"])
    }

    @Test func `arguments arrive as they are`() async throws {
        let sandbox = try Sandbox()
        let arguments = ["-rf", "--help", "a b", "", "$HOME;`id`", "é\n\t\"'\\", String(repeating: "x", count: 131_071)]
        let end = await sandbox.run(sandbox.spec("/bin/sh", ["-c", #"printf '%s\0' "$@""#, "sh"] + arguments))
        #expect(end.how == .exited(0))
        #expect(sandbox.text("out/stdout").split(separator: "\0", omittingEmptySubsequences: false).map(String.init) == arguments + [""])
    }

    @Test func `only the descriptors 0 to 2 are open in the child`() async throws {
        let sandbox = try Sandbox()
        // Leaked on purpose: without close-on-exec.
        let leaks = [open("/dev/null", O_RDONLY), open("/dev/null", O_RDONLY)]
        defer { for leak in leaks { close(leak) } }
        // A listing would show its own descriptor too.
        let script = "n=0; while [ $n -lt 400 ]; do [ -e /proc/$$/fd/$n ] && echo $n; n=$((n+1)); done"
        let end = await sandbox.run(sandbox.shell(script))
        #expect(end.standardOutput.tail == "0\n1\n2\n")
    }

    @Test func `signals are as a program expects them`() async throws {
        let sandbox = try Sandbox()
        let before = signal(SIGPIPE, SIG_IGN)
        let beforeUser = signal(SIGUSR1, SIG_IGN)
        defer {
            signal(SIGPIPE, before)
            signal(SIGUSR1, beforeUser)
        }
        let end = await sandbox.run(sandbox.spec("/bin/cat", ["/proc/self/status"]))
        let lines = end.standardOutput.tail.split(separator: "\n")
        for name in ["SigBlk:\t", "SigIgn:\t"] {
            let mask = try #require(lines.first { $0.hasPrefix(name) }.flatMap { UInt64($0.dropFirst(name.count), radix: 16) })
            // glibc's posix_spawn leaves its two internal signals, 32 and 33, ignored in every child.
            #expect(mask & ~0x1_8000_0000 == 0)
        }
    }

    @Test func `the child works in the folder it was given and leads its group`() async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(sandbox.shell("pwd -P; read -r l < /proc/$$/stat; set -- $l; [ $5 = $$ ] && echo leads"))
        #expect(end.standardOutput.tail.hasSuffix("\nleads\n"))
        #expect(end.standardOutput.tail.hasPrefix(URL(fileURLWithPath: sandbox.folder).resolvingSymlinksInPath().path))
    }
}

/// A value that a callback leaves for the test.
final class Slot<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var stored: Value?

    var value: Value? { lock.withLock { stored } }
    func set(_ value: Value) { lock.withLock { stored = value } }
}
