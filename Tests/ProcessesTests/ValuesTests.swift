import Foundation
import Testing

@testable import Processes

@Suite struct ValuesTests {
    @Test func `the stat line survives any command name`() throws {
        let rest = " S 1 77 77 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 3 0 987654 1000 10 18446744073709551615"
        for name in ["(sh)", "(a b)", "(a) S 1 2 (b)", "())", "(\u{1})) Z 1 1)"] {
            let stat = try #require(ProcessStat(text: Array("42 \(name)\(rest)".utf8)))
            #expect(stat == ProcessStat(state: UInt8(ascii: "S"), processGroup: 77, threads: 3, startTicks: 987654))
        }
        #expect(ProcessStat(text: Array("42 (sh) S 1".utf8)) == nil)
        #expect(ProcessStat(text: Array("".utf8)) == nil)
    }

    @Test func `a zombie whose threads still run has not ended`() {
        func stat(_ state: Character, _ threads: Int) -> ProcessStat {
            ProcessStat(state: state.asciiValue ?? 0, processGroup: 1, threads: threads, startTicks: 1)
        }
        #expect(stat("Z", 1).hasEnded)
        #expect(stat("X", 0).hasEnded)
        #expect(!stat("Z", 2).hasEnded)
        #expect(!stat("T", 1).hasEnded)
    }

    @Test func `a marker is read back as it was written`() {
        let marker = RunMarker(home: "/home/a b/.local/state", boot: "b-1", pulse: .max, attempt: 3)
        #expect(marker.environmentValue == "/home/a b/.local/state/b-1/9223372036854775807/3")
        #expect(RunMarker(environmentValue: marker.environmentValue) == marker)
        for text in ["", "a", "a/b/1", "a/b/x/1", "a/b/1/", "a//1/1", "/b/1/1", "a/b/1/1x"] {
            #expect(RunMarker(environmentValue: text) == nil, "\(text)")
        }
    }

    @Test func `our own identity is alive and another's start time is not`() throws {
        var own = try #require(ProcessIdentity.of(pid: getpid()))
        #expect(own.isAlive)
        own.startTicks += 1
        #expect(!own.isAlive)
    }

    @Test func `programs are found as execvp finds them`() throws {
        let sandbox = try Sandbox()
        let files = FileManager.default
        for (folder, mode) in [("a", 0o644), ("b", 0o755), ("c", 0o755)] {
            try files.createDirectory(atPath: sandbox.path(folder), withIntermediateDirectories: true)
            sandbox.touch(folder + "/tool", mode: mode)
        }
        try files.createDirectory(atPath: sandbox.path("a/folder"), withIntermediateDirectories: true)
        let path = ["a", "b", "c", "none"].map(sandbox.path).joined(separator: ":")
        #expect(resolveExecutable("tool", path: path) == sandbox.path("b/tool"))
        #expect(resolveExecutable("folder", path: path) == nil)
        #expect(resolveExecutable("missing", path: path) == nil)
        #expect(resolveExecutable("", path: path) == nil)
        #expect(resolveExecutable(sandbox.path("c/tool"), path: "") == sandbox.path("c/tool"))
        #expect(resolveExecutable(sandbox.path("a/tool"), path: path) == nil)
        #expect(resolveExecutable("tool", path: sandbox.path("b") + "/") == sandbox.path("b/tool"))
    }
}
