import Foundation
import HTTPAPI
import Logging
import Pulses
import Recurrence
import ServiceLifecycle
import TestSupport
import Testing

/// The door on real sockets.
@Suite struct LiveTests {
    let house = House(settings: DoorSettings(bodyLimit: 100_000))

    private func tcp(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await house.listening(at: .tcp(host: "127.0.0.1", port: 0)) { address in
            guard case .tcp("127.0.0.1", let port) = address, port > 0 else {
                Issue.record("no real port in \(address)")
                return
            }
            try await body(port)
        }
    }

    private static let common = "Authorization: Bearer the-token\r\nConnection: close\r\n"

    private static func status(_ answer: String) -> Int? {
        answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    @Test func aPulseIsMadeOverTCP() async throws {
        try await tcp { port in
            let body = #"{"prompt": "Telegram message from Alice", "source": "telegram"}"#
            let answer = try await RawConnection.tcp(port).exchange(
                "POST /api/pulse/trigger HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(Self.common)"
                    + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(Self.status(answer) == 200)
            #expect(answer.contains(#""message":"Pulse 1 scheduled successfully""#))
            #expect(answer.lowercased().contains("x-request-id: "))
        }
    }

    @Test func hostsAreCheckedOnTheWire() async throws {
        try await tcp { port in
            func ask(_ head: String) async throws -> Int? {
                Self.status(try await RawConnection.tcp(port).exchange("GET \(head)\(Self.common)\r\n"))
            }
            #expect(try await ask("/healthz HTTP/1.1\r\nHost: localhost:\(port)\r\n") == 200)
            #expect(try await ask("/healthz HTTP/1.1\r\n") == 421)
            #expect(try await ask("/healthz HTTP/1.1\r\nHost: evil.com\r\n") == 421)
            #expect(try await ask("/healthz HTTP/1.1\r\nHost: localhost.\r\n") == 421)
            let twice = try await ask("/healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n")
            #expect(twice == 400 || twice == 421)
            #expect(try await ask("http://evil.com/healthz HTTP/1.1\r\nHost: localhost\r\n") == 421)
            #expect(try await ask("http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n") == 200)
            #expect(try await ask("http://localhost/healthz HTTP/1.1\r\nHost: evil.com\r\n") == 421)
            #expect(try await ask("http://localhost/healthz HTTP/1.1\r\n") == 421)
            #expect(try await ask("ftp://localhost/healthz HTTP/1.1\r\nHost: localhost\r\n") == 421)
            #expect(try await ask("/v1/status HTTP/1.1\r\nHost: localhost\r\n") == 200)
        }
    }

    @Test func withoutATokenTCPIsShut() async throws {
        try await tcp { port in
            let answer = try await RawConnection.tcp(port).exchange(
                "GET /v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nUpbeat-Run: 1/1\r\n\r\n")
            #expect(Self.status(answer) == 401 && answer.contains("urn:upbeat:problem:unauthorized"))
        }
    }

    @Test func bodiesAreBoundedWithAndWithoutALength() async throws {
        try await tcp { port in
            let head = "POST /v1/pulses HTTP/1.1\r\nHost: localhost\r\n\(Self.common)Content-Type: application/json\r\n"
            let said = try await RawConnection.tcp(port).exchange(
                "\(head)Content-Length: 200000\r\n\r\n" + String(repeating: "x", count: 200_000))
            #expect(Self.status(said) == 413 && said.contains("body-too-large"))
            let chunk = "4000\r\n\(String(repeating: "x", count: 0x4000))\r\n"
            let chunked = try await RawConnection.tcp(port).exchange(
                "\(head)Transfer-Encoding: chunked\r\n\r\n\(String(repeating: chunk, count: 20))0\r\n\r\n")
            #expect(Self.status(chunked) == 413 && chunked.contains("body-too-large"))
            let fits = try await RawConnection.tcp(port).exchange(
                "\(head)Transfer-Encoding: chunked\r\n\r\ne\r\n{\"prompt\":\"x\"}\r\n0\r\n\r\n")
            #expect(Self.status(fits) == 201)
        }
    }

    @Test func malformedRequestsAreRefusedAndTheDoorStaysOpen() async throws {
        try await tcp { port in
            for garbage in [
                "\0\0\0\0\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / x HTTP/1.1\r\nHost:localhost\r\n\r\n",
                "POST /v1/pulses HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/pulses HTTP/1.1\r\nHost: localhost\r\n\(Self.common)Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\nA: \(String(repeating: "x", count: 200_000))\r\n\r\n",
            ] {
                let status = Self.status(try await RawConnection.tcp(port).exchange(garbage))
                #expect(status == nil || (400..<500).contains(status ?? 0), "\(status ?? 0) for \(garbage.prefix(40))")
            }
            let answer = try await RawConnection.tcp(port).exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(Self.status(answer) == 200)
        }
    }

    @Test func theSocketIsTheUsersAndNeedsNoToken() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("upbeat-\(UInt32.random(in: .min ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("s").path
        try await house.listening(at: .socket(path: path)) { address in
            #expect(address == .socket(path: path))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
            let body = #"{"prompt":"x"}"#
            let answer = try await RawConnection.socket(path).exchange(
                "POST /v1/pulses HTTP/1.1\r\nConnection: close\r\nContent-Type: application/json\r\nUpbeat-Run: 4/1\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
            #expect(Self.status(answer) == 201)
            #expect(answer.contains(#""created_by":"pulse 4","door":"command-line""#))
        }
    }

    @Test func aDoorThatClosesLetsGoOfThoseWhoWait() async throws {
        let house = House(clock: LiveClock())
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
        let now = Instant(seconds: 4_000_000_000)
        _ = try await house.store.turn(Turn(ends: [], limit: 1, owner: BootID("b"), now: now))
        let (addresses, reports) = AsyncStream<ListenAddress>.makeStream()
        let service = house.door.service(at: .tcp(host: "127.0.0.1", port: 0)) { reports.yield($0) }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [service], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        async let running: Void = group.run()
        var iterator = addresses.makeAsyncIterator()
        guard case .tcp(_, let port) = try #require(await iterator.next()) else { return }
        let begin = ContinuousClock.now
        let target = "/v1/pulses/1/attempts/latest/output?wait_ms=20000"
        async let answer = RawConnection.tcp(port).exchange("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(Self.common)\r\n")
        await house.output.asked()
        await group.triggerGracefulShutdown()
        #expect(Self.status(try await answer) == 200)
        try await running
        #expect(ContinuousClock.now - begin < .seconds(10))
    }

    @Test func aPortInUseIsToldClearly() async throws {
        try await tcp { port in
            let second = house.door.service(at: .tcp(host: "127.0.0.1", port: port))
            let error = await #expect(throws: ListenError.self) { try await second.run() }
            #expect(
                error?.description == "address 127.0.0.1:\(port) is already in use; stop what listens there or set http.port")
        }
    }

    @Test(arguments: [ListenAddress.tcp(host: "192.0.2.1", port: 0), .socket(path: "/" + String(repeating: "x", count: 200))])
    func anAddressThatCannotBeHadIsTold(_ address: ListenAddress) async {
        let error = await #expect(throws: ListenError.self) { try await house.door.service(at: address).run() }
        if case .failed = error { Issue.record("\(String(describing: error))") }
    }
}

/// The clocks of this machine.
struct LiveClock: WallClock {
    private let start = ContinuousClock.now

    func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
    func monotonic() -> Duration { ContinuousClock.now - start }
    func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}
