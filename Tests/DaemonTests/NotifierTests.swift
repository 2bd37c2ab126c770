import Foundation
import Logging
import Synchronization
import Testing

@testable import Daemon

@Suite("the word to the service manager")
struct NotifierTests {
    private func tell(_ words: Notifier.Word...) throws -> String? {
        try TemporaryHome.with { temporary in
            let socket = try ManagerSocket(temporary.folder + "/notify")
            try #require(Notifier(environment: ["NOTIFY_SOCKET": socket.name])).tell(words)
            let message = socket.take()
            #expect(socket.take() == nil)
            return message
        }
    }

    @Test("each word is what sd_notify(3) says, in one datagram")
    func bytes() throws {
        #expect(try tell(.ready) == "READY=1")
        #expect(try tell(.ready, .status("next mail in 3m")) == "READY=1\nSTATUS=next mail in 3m")
        #expect(try tell(.watchdog, .status("")) == "WATCHDOG=1\nSTATUS=")
        #expect(try tell(.stopping, .extendTimeout(.seconds(40))) == "STOPPING=1\nEXTEND_TIMEOUT_USEC=40000000")
        #expect(try tell(.extendTimeout(.nanoseconds(1500))) == "EXTEND_TIMEOUT_USEC=2")
        #expect(try tell(.extendTimeout(.seconds(-1))) == "EXTEND_TIMEOUT_USEC=0")
        #expect(try tell(.extendTimeout(.seconds(Int64.max))) == "EXTEND_TIMEOUT_USEC=31536000000000")
        #expect(try tell() == nil)
    }

    @Test("reloading goes with the monotonic clock, in microseconds")
    func reloading() throws {
        func now() -> Int64 { Int64(ProcessInfo.processInfo.systemUptime * 1_000_000) }
        let before = now()
        let lines = try #require(try tell(.reloading)).split(separator: "\n")
        #expect(lines.count == 2 && lines[0] == "RELOADING=1" && lines[1].hasPrefix("MONOTONIC_USEC="))
        let told = try #require(Int64(lines[1].dropFirst("MONOTONIC_USEC=".count)))
        #expect(told >= before && told <= now())
    }

    @Test("a status is one line that commands no terminal and fits into what the manager reads")
    func status() throws {
        #expect(try tell(.status("a\nREADY=1\r\u{1B}[2J\u{85}\u{2028}é")) == "STATUS=a READY=1  [2J  é")
        let long = try #require(try tell(.status(String(repeating: "é", count: 5000)), .watchdog))
        #expect(long == "STATUS=" + String(repeating: "é", count: 500) + "\nWATCHDOG=1")
    }

    @Test("an abstract name is not a file", .enabled(if: Home.Platform.current == .linux))
    func abstract() throws {
        let socket = try ManagerSocket("@upbeat-test-\(getpid())-\(UInt64.random(in: 0 ... .max))")
        try #require(Notifier(environment: ["NOTIFY_SOCKET": socket.name])).tell(.ready)
        #expect(socket.take() == "READY=1")
        #expect(!FileManager.default.fileExists(atPath: socket.name))
        #expect(Notifier.problems(in: ["NOTIFY_SOCKET": socket.name]) == [])
    }

    @Test("the longest path there can be works, and one byte more is refused with a sentence")
    func longest() throws {
        try TemporaryHome.with { temporary in
            let path = temporary.folder + "/" + String(repeating: "n", count: SocketPath.limit - temporary.folder.utf8.count - 1)
            let socket = try ManagerSocket(path)
            try #require(Notifier(environment: ["NOTIFY_SOCKET": path])).tell(.ready)
            #expect(socket.take() == "READY=1")
            #expect(Notifier(environment: ["NOTIFY_SOCKET": path + "n"]) == nil)
            #expect(Notifier.problems(in: ["NOTIFY_SOCKET": path + "n"])[0].contains("longer than the \(SocketPath.limit) bytes"))
        }
    }

    @Test(
        "a value that is no socket's name is said in a sentence, and no notifier is made",
        arguments: ["", "@", "/", "relative", "./x", "unix:/x", "vsock:2:1234", "\u{0}x", "@" + String(repeating: "n", count: 108)])
    func badValues(_ value: String) {
        let environment = ["NOTIFY_SOCKET": value, "WATCHDOG_USEC": "1000000"]
        #expect(Notifier(environment: environment) == nil)
        let problems = Notifier.problems(in: environment)
        #expect(problems.count == 1 && problems[0].hasPrefix("NOTIFY_SOCKET is \""), "\(problems)")
    }

    @Test("without the variable there is neither notifier nor complaint")
    func unset() {
        #expect(Notifier(environment: ["WATCHDOG_USEC": "nonsense"]) == nil)
        #expect(Notifier.problems(in: ["WATCHDOG_USEC": "nonsense"]) == [])
    }

    @Test("a socket that is gone, a folder, a file, a stream or a full queue: nothing is raised, nothing waits")
    func deafManagers() throws {
        try TemporaryHome.with { temporary in
            let file = try temporary.write("file", "")
            for path in [temporary.folder + "/gone", temporary.folder, file] {
                let environment = ["NOTIFY_SOCKET": path]
                try #require(Notifier(environment: environment)).tell(.ready)
                #expect(Notifier.problems(in: environment)[0].contains("there is no socket"))
            }
            let path = temporary.folder + "/closed"
            _ = try ManagerSocket(path)
            try #require(Notifier(environment: ["NOTIFY_SOCKET": path])).tell(.ready)
            let full = try ManagerSocket(temporary.folder + "/full")
            let address = try NotifyAddress(full.name)
            var sent = 0
            while sent < 1_000_000, address.send([0x78]) { sent += 1 }
            #expect(sent < 1_000_000)
            try #require(Notifier(environment: ["NOTIFY_SOCKET": full.name])).tell(.watchdog)
            #expect(full.take() == "x")
            try #require(Notifier(environment: ["NOTIFY_SOCKET": full.name])).tell(.watchdog)
            var last: String?
            while let message = full.take() { last = message }
            #expect(last == "WATCHDOG=1")
        }
    }

    @Test("a manager that goes away is said once, and once more when it is back")
    func lostManager() throws {
        try TemporaryHome.with { temporary in
            let lines = Mutex<[String]>([])
            let log = Logger(label: "test") { _ in Recorder { line in lines.withLock { $0.append(line) } } }
            let path = temporary.folder + "/notify"
            let notifier = try #require(Notifier(environment: ["NOTIFY_SOCKET": path], log: log))
            let first = try ManagerSocket(path)
            notifier.tell(.ready)
            #expect(first.take() == "READY=1" && lines.withLock(\.isEmpty))
            try FileManager.default.removeItem(atPath: path)
            for _ in 0..<3 { notifier.tell(.watchdog) }
            #expect(
                lines.withLock { $0 } == [
                    "warning the service manager takes no word on \"\(path)\": its socket is gone or full; the daemon goes on without it"
                ])
            let second = try ManagerSocket(path)
            for _ in 0..<3 { notifier.tell(.watchdog) }
            #expect(second.take() == "WATCHDOG=1")
            #expect(lines.withLock { $0 }.dropFirst() == ["notice the service manager listens on \"\(path)\" again"])
        }
    }

    @Test("the watchdog is ours where it names this process or none")
    func watchdogTime() throws {
        func time(_ variables: [String: String]) throws -> Duration? {
            let environment = variables.merging(["NOTIFY_SOCKET": "/nowhere"]) { $1 }
            return try #require(Notifier(environment: environment, pid: 42)).watchdogTime
        }
        #expect(try time([:]) == nil)
        #expect(try time(["WATCHDOG_USEC": "60000000"]) == .seconds(60))
        #expect(try time(["WATCHDOG_USEC": "1", "WATCHDOG_PID": "42"]) == .microseconds(1))
        for pid in ["43", "", "x", "042x"] { #expect(try time(["WATCHDOG_USEC": "60000000", "WATCHDOG_PID": pid]) == nil) }
        for value in ["", "0", "-5", "1.5", "60s", "18446744073709551615"] {
            #expect(try time(["WATCHDOG_USEC": value]) == nil)
            let problems = Notifier.problems(in: ["NOTIFY_SOCKET": "@x", "WATCHDOG_USEC": value])
            #expect(problems.count == 1 && problems[0].hasPrefix("WATCHDOG_USEC is"), "\(problems)")
        }
    }

    @Test("no descriptor stays open, and none is inherited")
    func descriptors() throws {
        try TemporaryHome.with { temporary in
            let socket = try ManagerSocket(temporary.folder + "/notify")
            let notifier = try #require(Notifier(environment: ["NOTIFY_SOCKET": socket.name]))
            notifier.tell(.ready)
            let before = dup(0)
            close(before)
            for _ in 0..<50 {
                notifier.tell(.watchdog)
                _ = socket.take()
            }
            let after = dup(0)
            close(after)
            #expect(after <= before + 5)
        }
    }
}
