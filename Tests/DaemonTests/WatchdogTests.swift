import Engine
import Foundation
import Logging
import Synchronization
import Testing

@testable import Daemon

/// A part of a daemon that a test makes well or ill.
private final class Part: Sendable {
    enum Mood: String, CaseIterable {
        case well, failing
        /// Never returns, and is deaf to cancellation.
        case hanging
    }

    private struct State {
        var mood = Mood.well
        var looks = 0
        var hanging: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    struct Trouble: Error, CustomStringConvertible {
        var description: String { "the disk is gone" }
    }

    var looks: Int { state.withLock { $0.looks } }
    /// Looks that have not returned.
    var underWay: Int { state.withLock { $0.hanging.count } }

    func become(_ mood: Mood) {
        let released = state.withLock { state in
            state.mood = mood
            defer { state.hanging = [] }
            return mood == .hanging ? [] : state.hanging
        }
        for continuation in released { continuation.resume() }
    }

    func look() async throws {
        let mood = state.withLock { state in
            state.looks += 1
            return state.mood
        }
        switch mood {
        case .well: return
        case .failing: throw Trouble()
        case .hanging:
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.mood == .hanging { state.hanging.append(continuation) }
                    return state.mood != .hanging
                }
                if isOver { continuation.resume() }
            }
        }
    }
}

/// The lines of a log.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    var log: Logger {
        Logger(label: "test") { _ in Recorder { line in self.lines.withLock { $0.append(line) } } }
    }
}

@Suite("the watchdog")
struct WatchdogTests {
    private static let names = ["the engine", "the store", "HTTP"]
    private static let interval = Duration.milliseconds(100)

    private struct Scene {
        let parts = names.map { _ in Part() }
        let lines = Lines()
        let socket: ManagerSocket

        func watchdog(_ notifier: Notifier?, status: @escaping @Sendable () async -> String = { "fine" }) -> Watchdog {
            let (parts, lines) = (parts, lines)
            return Watchdog(
                probes: zip(WatchdogTests.names, parts).map { name, part in Watchdog.Probe(name: name) { try await part.look() } },
                interval: interval, notifier: notifier, status: status, clock: SystemClock(), log: lines.log)
        }
    }

    /// Runs a watchdog beside the body, and ends it.
    private func watching(
        isTold: Bool = true, status: @escaping @Sendable () async -> String = { "fine" }, _ body: (Scene) async throws -> Void
    ) async throws {
        try await TemporaryHome.withAsync { temporary in
            let scene = Scene(socket: try ManagerSocket(temporary.folder + "/notify"))
            let notifier = Notifier(environment: ["NOTIFY_SOCKET": scene.socket.name, "WATCHDOG_USEC": "200000"])
            let watchdog = scene.watchdog(isTold ? notifier : nil, status: status)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await watchdog.run() }
                defer { group.cancelAll() }
                try await body(scene)
            }
            for part in scene.parts { part.become(.well) }
        }
    }

    private func reached(_ condition: () -> Bool) async throws {
        for _ in 0..<4000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw ManagerSocket.Silence()
    }

    @Test("the settings may ask for more looks than the manager needs, never for fewer") func interval() {
        let manager = Notifier(environment: ["NOTIFY_SOCKET": "/nowhere", "WATCHDOG_USEC": "60000000"])
        #expect(Watchdog.interval(wanted: .seconds(60), for: manager) == .seconds(30))
        #expect(Watchdog.interval(wanted: .seconds(5), for: manager) == .seconds(5))
        #expect(Watchdog.interval(wanted: nil, for: manager) == .seconds(30))
        #expect(Watchdog.interval(wanted: .seconds(60), for: nil) == .seconds(60))
        #expect(Watchdog.interval(wanted: nil, for: nil) == nil)
        let unwatched = Notifier(environment: ["NOTIFY_SOCKET": "/nowhere"])
        #expect(
            Watchdog.interval(wanted: nil, for: unwatched) == nil && Watchdog.interval(wanted: .seconds(9), for: unwatched) == .seconds(9))
    }

    @Test("so long as every part answers, the manager hears it, with the status")
    func allWell() async throws {
        try await watching { scene in
            for _ in 0..<3 { try await scene.socket.expect("WATCHDOG=1\nSTATUS=fine") }
            #expect(scene.parts.allSatisfy { $0.looks >= 3 })
        }
    }

    @Test(
        "each part that fails or hangs stops the word, is named once, holds up no other, and is told of when it is well",
        arguments: [0, 1, 2], [Part.Mood.failing, .hanging])
    fileprivate func oneIll(_ ill: Int, _ mood: Part.Mood) async throws {
        try await watching { scene in
            _ = try await scene.socket.next()
            scene.parts[ill].become(mood)
            try await reached { !scene.lines.all.isEmpty }
            while scene.socket.take() != nil {}
            let others = scene.parts.indices.filter { $0 != ill }
            let before = others.map { scene.parts[$0].looks }
            try await reached { zip(others, before).allSatisfy { scene.parts[$0].looks >= $1 + 4 } }
            #expect(scene.socket.take() == nil)
            #expect(scene.parts[ill].underWay == (mood == .hanging ? 1 : 0))
            let reason = mood == .hanging ? "no answer within 100 ms" : "the disk is gone"
            let error = "error \(Self.names[ill]) makes no progress: \(reason); the service manager is not told that all is well, "
            #expect(scene.lines.all == [error + "and restarts the daemon"])
            scene.parts[ill].become(.well)
            try await scene.socket.expect("WATCHDOG=1\nSTATUS=fine")
            #expect(scene.lines.all.dropFirst() == ["notice \(Self.names[ill]) makes progress again"])
        }
    }

    @Test("a second incident is a new one")
    func twice() async throws {
        try await watching { scene in
            for count in [1, 3] {
                scene.parts[0].become(.failing)
                try await reached { scene.lines.all.count == count }
                scene.parts[0].become(.well)
                try await reached { scene.lines.all.count == count + 1 }
            }
            #expect(scene.lines.all.map { $0.prefix(6) } == ["error ", "notice", "error ", "notice"])
        }
    }

    @Test("without a manager it looks and logs all the same")
    func alone() async throws {
        try await watching(isTold: false) { scene in
            scene.parts[1].become(.failing)
            try await reached { !scene.lines.all.isEmpty }
            #expect(scene.lines.all == ["error the store makes no progress: the disk is gone"])
            #expect(scene.socket.take() == nil)
        }
    }

    @Test("a status that hangs keeps no word back")
    func noStatus() async throws {
        let hanging = Part()
        hanging.become(.hanging)
        let status: @Sendable () async -> String = {
            try? await hanging.look()
            return "late"
        }
        try await watching(status: status) { scene in
            for _ in 0..<3 { try await scene.socket.expect("WATCHDOG=1") }
            #expect(hanging.looks == 1)
        }
        hanging.become(.well)
    }

    @Test("it ends when it is cancelled, whatever hangs")
    func cancelled() async throws {
        let clock = ContinuousClock()
        var end = clock.now
        try await watching { scene in
            for part in scene.parts { part.become(.hanging) }
            try await reached { scene.parts.allSatisfy { $0.underWay == 1 } }
            end = clock.now
        }
        // The parts are released only after it has ended: without an end this line is not reached.
        #expect(clock.now - end < .seconds(5))
    }

    @Test("the HTTP probe wants the answer 200 from the daemon's own socket")
    func http() async throws {
        try await TemporaryHome.withAsync { temporary in
            func trouble(_ socket: String) async -> String? {
                do {
                    try await Watchdog.Probe.http(socket: socket).look()
                    return nil
                } catch {
                    return "\(error)"
                }
            }
            let nobody = temporary.folder + "/none.sock"
            #expect(await trouble(nobody)?.hasPrefix("no daemon listens on \(nobody)") == true)
            let well = try OneAnswer(temporary.folder + "/well.sock", "200 OK")
            #expect(await trouble(well.path) == nil)
            #expect(well.request?.hasPrefix("GET /healthz HTTP/1.1\r\n") == true)
            let ill = try OneAnswer(temporary.folder + "/ill.sock", "503 Service Unavailable")
            #expect(await trouble(ill.path) == "GET /healthz was answered with status 503")
        }
    }
}

/// A server that answers one request on a Unix socket.
private final class OneAnswer: Sendable {
    let path: String
    private let received = Mutex<String?>(nil)

    var request: String? { received.withLock { $0 } }

    init(_ path: String, _ status: String) throws {
        self.path = path
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0 && listen(listener, 1) == 0)
        Thread.detachNewThread {
            let connection = accept(listener, nil, nil)
            close(listener)
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(connection, &bytes, bytes.count)
            self.received.withLock { $0 = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) }
            let answer = Array("HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n".utf8)
            _ = write(connection, answer, answer.count)
            close(connection)
        }
    }
}
