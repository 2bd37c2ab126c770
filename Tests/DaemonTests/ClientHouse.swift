import Foundation
import StrictJSON
import Synchronization
import Testing

@testable import Daemon

/// A home folder with clients in it, and stand-ins for their programs that note what they are told.
final class ClientHouse: Sendable {
    let temporary: TemporaryHome
    let calls = Mutex<[[String]]>([])
    /// The programs on the PATH.
    private let programs: Set<String>
    /// What a call ends with, and does meanwhile.
    private let answer: @Sendable ([String]) -> ClientControl.End

    init(
        _ temporary: TemporaryHome, programs: Set<String> = [],
        answer: @escaping @Sendable ([String]) -> ClientControl.End = { _ in ClientControl.End() }
    ) {
        self.temporary = temporary
        self.programs = programs
        self.answer = answer
    }

    var control: ClientControl {
        ClientControl(
            has: { self.programs.contains($0) },
            call: { words in
                self.calls.withLock { $0.append(words) }
                return self.answer(words)
            })
    }

    /// The user's own folder.
    var user: String { temporary.folder + "/user" }

    func server(
        _ client: MCPClient, agent: String? = nil, _ more: [String: String] = [:], control: ClientControl? = nil
    ) throws(CommandFailure) -> RegisterServer {
        let environment = ["HOME": user, "PATH": "/usr/bin"].merging(more) { $1 }
        let request = RegistrationRequest(client: client, program: "/bin/sh", agent: agent, environment: environment)
        return try RegisterServer(request, by: control ?? self.control)
    }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws -> String {
        let path = user + "/" + name
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(chmod(path, mode) == 0)
        return path
    }

    @discardableResult
    func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> String { try write(name, Array(text.utf8), mode: mode) }

    func bytes(_ path: String) -> [UInt8] { Array(FileManager.default.contents(atPath: path) ?? Data()) }

    /// The names in a folder.
    func names(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: user + "/" + folder).sorted() }

    func takeCalls() -> [[String]] {
        calls.withLock { calls in
            defer { calls = [] }
            return calls
        }
    }
}
