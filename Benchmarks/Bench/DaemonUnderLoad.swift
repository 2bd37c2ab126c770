import Foundation

/// The built daemon in a home of its own, ended when it is no longer needed.
final class DaemonUnderLoad {
    let home: String
    let process = Process()
    let url: String

    static var products: String { (CommandLine.arguments[0] as NSString).deletingLastPathComponent }
    static var binary: String { products + "/upbeat" }

    init(home: String, environment: [String: String] = [:]) throws {
        self.home = home
        process.executableURL = URL(fileURLWithPath: Self.binary)
        process.arguments = ["run"]
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": home, "UPBEAT_HOME": home, "UPBEAT_HTTP_PORT": "0", "UPBEAT_LOG_LEVEL": "error",
        ].merging(environment) { $1 }
        let banner = Pipe()
        process.standardOutput = banner
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("curl") {
            let part = banner.fileHandleForReading.availableData
            guard !part.isEmpty else { throw Failure(what: "the daemon ended: \(text)") }
            text += String(decoding: part, as: UTF8.self)
        }
        url = text.split(whereSeparator: \.isWhitespace).map(String.init).first { $0.hasPrefix("http://127.0.0.1:") } ?? ""
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// Runs a command of the binary against this daemon and gives its output.
    @discardableResult
    func command(_ arguments: String...) throws -> String { try command(arguments) }

    @discardableResult
    func command(_ arguments: [String]) throws -> String {
        try run(Self.binary, arguments, environment: ["PATH": "/usr/bin:/bin", "HOME": home, "UPBEAT_HOME": home])
    }

    /// Kilobytes of memory in use.
    var residentKilobytes: Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").first { $0.hasPrefix("VmRSS") }?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
            ?? 0
    }

    /// How often a thread of its came back from waiting within some seconds: by `strace`, each return of a call that waits.
    func wakeUps(within seconds: Int, in folder: String) throws -> Int {
        let file = folder + "/wake-ups"
        let calls = "trace=epoll_wait,epoll_pwait,futex,poll,ppoll,select,pselect6,nanosleep,clock_nanosleep,sigsuspend,rt_sigsuspend"
        _ = try run(
            "/usr/bin/timeout",
            ["-s", "KILL", "\(seconds)", "/usr/bin/strace", "-f", "-qq", "-e", calls, "-o", file, "-p", "\(process.processIdentifier)"])
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        return lines.count { line in
            // Looking without waiting, and waking others, is not waking.
            !line.hasSuffix("<unfinished ...>") && !line.contains("detached") && !line.contains("FUTEX_WAKE") && !line.contains(", 0) ")
        }
    }
}

/// Runs a program to its end and gives its output.
func run(_ program: String, _ arguments: [String], environment: [String: String]? = nil) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    if let environment { process.environment = environment }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
