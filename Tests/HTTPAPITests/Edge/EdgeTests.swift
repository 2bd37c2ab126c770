import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

@testable import HTTPAPI

/// The limits of connections, on real sockets.
@Suite(.timeLimit(.minutes(2))) struct EdgeTests {
    private static func limits(_ change: (inout EdgeLimits) -> Void) -> EdgeLimits {
        var limits = EdgeLimits()
        change(&limits)
        return limits
    }

    private func tcp(
        _ settings: DoorSettings = DoorSettings(), _ body: @escaping @Sendable (House, Int) async throws -> Void
    ) async throws {
        let house = House(settings: settings)
        try await house.listening(at: .tcp(host: "127.0.0.1", port: 0)) { address in
            guard case .tcp(_, let port) = address else { return }
            try await body(house, port)
        }
    }

    private static let common = "Host: localhost\r\nAuthorization: Bearer the-token\r\n"
    private static let health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
    private static let post = "POST /v1/pulses HTTP/1.1\r\n\(common)Content-Type: application/json\r\n"

    private static func status(_ answer: String) -> Int? { answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } }

    private func isAlive(_ port: Int) async throws -> Bool {
        Self.status(try await RawConnection.tcp(port).exchange("\(Self.health)Connection: close\r\n\r\n")) == 200
    }

    // MARK: heads

    @Test func headsAreBounded() async throws {
        try await tcp { _, port in
            func ask(_ rest: String, _ path: String = "/healthz") async throws -> Int? {
                Self.status(
                    try await RawConnection.tcp(port).exchange(
                        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(rest)\r\n"))
            }
            let field = { (count: Int) in String(repeating: "X-A: b\r\n", count: count) }
            #expect(try await ask(field(98)) == 200)
            #expect(try await ask(field(99)) == 431)
            #expect(try await ask("X-A: \(String(repeating: "b", count: 16_000))\r\n") == 200)
            #expect(try await ask("X-A: \(String(repeating: "b", count: 16_400))\r\n") == 431)
            #expect(try await ask(String(repeating: "X-A: \(String(repeating: "b", count: 1000))\r\n", count: 17)) == 431)
            #expect(try await ask("", "/\(String(repeating: "p", count: 16_400))") == 431)
            #expect(try await ask("", "/\(String(repeating: "p", count: 16_000))") == 401)
            // Blanks that the parser passes over count too.
            #expect(try await ask("X-A:\(String(repeating: " ", count: 200_000))b\r\n") == 431)
            let answer = try await RawConnection.tcp(port).exchange("GET / HTTP/1.1\r\n\(field(100_000))\r\n")
            #expect(answer.isEmpty || (answer.contains("urn:upbeat:problem:head-too-large") && answer.contains("Connection: close")))
            #expect(try await isAlive(port))
        }
    }

    @Test func aHeadThatDribblesIsAnswered408() async throws {
        try await tcp(DoorSettings(edge: Self.limits { $0.headTime = .milliseconds(300) })) { _, port in
            let begin = ContinuousClock.now
            let answer = try await RawConnection.tcp(port).exchange("GET /healthz HTT")
            #expect(Self.status(answer) == 408 && answer.contains("urn:upbeat:problem:head-overdue"))
            #expect(ContinuousClock.now - begin >= .milliseconds(290))
            // Who says nothing is told nothing.
            #expect(try await RawConnection.tcp(port).exchange("") == "")
            // A later head has the same time, and no byte prolongs it.
            let connection = try RawConnection.tcp(port)
            await connection.send("\(Self.health)\r\n")
            #expect(Self.status(await connection.receive()) == 200)
            let dribble = Task { while !Task.isCancelled { await connection.send("G") } }
            var rest = ""
            while case let part = await connection.receive(), !part.isEmpty { rest += part }
            dribble.cancel()
            await dribble.value
            connection.end()
            #expect(rest.isEmpty || (400..<500).contains(Self.status(rest) ?? 0))
            #expect(try await isAlive(port))
        }
    }

    // MARK: bodies

    @Test func aBodyThatDribblesIsAnswered408() async throws {
        try await tcp(DoorSettings(edge: Self.limits { $0.bodyTime = .milliseconds(300) })) { house, port in
            for kind in ["Content-Length: 15\r\n\r\n{\"prompt\":\"x\"}", "Transfer-Encoding: chunked\r\n\r\ne\r\n{\"prompt\":\"x\"}\r\n"] {
                let answer = try await RawConnection.tcp(port).exchange(Self.post + kind)
                #expect(Self.status(answer) == 408 && answer.contains("urn:upbeat:problem:body-overdue"))
            }
            #expect(await house.pulses() == 0)
            #expect(try await isAlive(port))
        }
    }

    @Test(arguments: [false, true]) func halfARequestIsNone(_ isAborting: Bool) async throws {
        try await tcp { house, port in
            for kind in ["Content-Length: 15\r\n\r\n{\"prompt\":\"x\"}", "Transfer-Encoding: chunked\r\n\r\ne\r\n{\"prompt\":\"x\"}\r\n"] {
                let connection = try RawConnection.tcp(port)
                await connection.send(Self.post + kind)
                if isAborting {
                    connection.end(isAborting: true)
                } else {
                    connection.finishSending()
                    let answer = await connection.receive()
                    #expect(answer.isEmpty || Self.status(answer) == 400)
                    connection.end()
                }
            }
            #expect(try await isAlive(port))
            #expect(await house.pulses() == 0)
        }
    }

    @Test func extensionsOfChunksHaveAnEnd() async throws {
        try await tcp { house, port in
            let answer = try await RawConnection.tcp(port).exchange(
                "\(Self.post)Transfer-Encoding: chunked\r\n\r\ne;a=\(String(repeating: "b", count: 300_000))")
            #expect(answer.isEmpty || Self.status(answer) == 400)
            #expect(await house.pulses() == 0)
        }
    }

    @Test func whoAsksForLeaveGetsIt() async throws {
        try await tcp(DoorSettings(bodyLimit: 1000)) { _, port in
            let connection = try RawConnection.tcp(port)
            await connection.send("\(Self.post)Content-Length: 14\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n")
            #expect(await connection.receive() == "HTTP/1.1 100 Continue\r\n\r\n")
            #expect(Self.status(await connection.exchange("{\"prompt\":\"x\"}")) == 201)
            let large = try RawConnection.tcp(port)
            await large.send("\(Self.post)Content-Length: 1001\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n")
            #expect(Self.status(await large.receive()) == 413)
            large.end()
        }
    }

    // MARK: answers

    @Test func aLongAnswerIsNotCut() async throws {
        let edge = Self.limits { edge in
            (edge.headTime, edge.bodyTime, edge.writeTime, edge.closeTime) =
                (.milliseconds(200), .milliseconds(200), .milliseconds(200), .milliseconds(200))
        }
        let settings = DoorSettings(idleSeconds: 1, edge: edge)
        let house = House(settings: settings, clock: LiveClock())
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
        _ = try await house.store.turn(Turn(ends: [], limit: 1, owner: BootID("b"), now: Instant(seconds: 4_000_000_000)))
        try await house.listening(at: .tcp(host: "127.0.0.1", port: 0)) { address in
            guard case .tcp(_, let port) = address else { return }
            let answer = try await RawConnection.tcp(port).exchange(
                "GET /v1/pulses/1/attempts/latest/output?wait_ms=1500 HTTP/1.1\r\n\(Self.common)Connection: close\r\n\r\n")
            #expect(Self.status(answer) == 200)
        }
    }

    @Test func whoNeverReadsIsLetGo() async throws {
        let settings = DoorSettings(connectionLimit: 1, agentRate: nil, edge: Self.limits { $0.writeTime = .milliseconds(300) })
        try await tcp(settings) { house, port in
            _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
            let key = try #require(try await house.claim().first)
            house.output.set([UInt8](repeating: 0x61, count: 1 << 20), of: key)
            let connection = try RawConnection.tcp(port)
            let request = "GET /v1/pulses/1/attempts/latest/output?limit=1048576 HTTP/1.1\r\n\(Self.common)\r\n"
            await connection.send(String(repeating: request, count: 40))
            // Nobody else is let in until it is closed, though there are answers to come.
            while try await !isAlive(port) { try await Task.sleep(for: .milliseconds(10)) }
            connection.end()
        }
    }

    @Test func aConnectionEndsWhereItSaysSo() async throws {
        try await tcp { _, port in
            for head in ["HTTP/1.0\r\nHost: localhost\r\n", "HTTP/1.1\r\nHost: localhost\r\nConnection: Close\r\n"] {
                let answer = try await RawConnection.tcp(port).exchange("GET /healthz \(head)\r\n")
                #expect(Self.status(answer) == 200 && answer.contains("Connection: close"))
            }
            // After an offer of another protocol nothing more is read.
            let answer = try await RawConnection.tcp(port).exchange(
                "\(Self.health)Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n")
            #expect(Self.status(answer) == 200 && answer.contains("Connection: close"))
        }
    }

    // MARK: how many

    @Test func whoWaitsMakesRoomAndWhoIsBusyStays() async throws {
        let house = House(settings: DoorSettings(connectionLimit: 3, agentRate: nil), clock: LiveClock())
        _ = await house.tcp("POST", "/v1/pulses", #"{"prompt":"x"}"#)
        _ = try await house.store.turn(Turn(ends: [], limit: 1, owner: BootID("b"), now: Instant(seconds: 4_000_000_000)))
        try await house.listening(at: .tcp(host: "127.0.0.1", port: 0)) { address in
            guard case .tcp(_, let port) = address else { return }
            var waiting: [RawConnection] = []
            for _ in 0..<3 {
                let connection = try RawConnection.tcp(port)
                await connection.send("\(Self.health)\r\n")
                #expect(Self.status(await connection.receive()) == 200)
                waiting.append(connection)
            }
            // Three more ask, and are long in being answered; those who waited are closed, without a word.
            var busy: [RawConnection] = []
            for number in 0..<3 {
                let connection = try RawConnection.tcp(port)
                let target = "/v1/pulses/1/attempts/latest/output?wait_ms=20000"
                await connection.send("GET \(target) HTTP/1.1\r\n\(Self.common)Connection: close\r\n\r\n")
                await house.output.asked()
                let farewell = await waiting[number].receive()
                #expect(farewell == "")
                busy.append(connection)
            }
            let turnedAway = try await RawConnection.tcp(port).exchange("\(Self.health)\r\n")
            #expect(turnedAway.isEmpty || Self.status(turnedAway) == 503)
            #expect(turnedAway.isEmpty || turnedAway.contains("Retry-After: 1\r\n"))
            for connection in waiting { connection.end() }
            #expect(!busy[0].isLetGo)
            busy[0].end()
            while try await !isAlive(port) { try await Task.sleep(for: .milliseconds(10)) }
            for connection in busy.dropFirst() { connection.end() }
        }
    }

    @Test func dribblersMakeRoomForWhoAsks() async throws {
        let edge = Self.limits { $0.headPatience = .zero }
        try await tcp(DoorSettings(connectionLimit: 4, edge: edge)) { _, port in
            var dribblers: [RawConnection] = []
            for _ in 0..<40 {
                let dribbler = try RawConnection.tcp(port)
                await dribbler.send("GET /healthz HTTP/1.1\r\nHost")
                dribblers.append(dribbler)
                #expect(try await isAlive(port))
            }
            for dribbler in dribblers { dribbler.end() }
        }
    }

    @Test func aListenerThatTheSystemEndsIsOpenedAgain() async throws {
        try await tcp { _, port in
            let listener = try #require(RawConnection.listener(at: port))
            shutdown(listener, Int32(SHUT_RD))
            while (try? await isAlive(port)) != true { try await Task.sleep(for: .milliseconds(10)) }
        }
    }

    // MARK: proxies

    @Test(arguments: [("GET", "/v1/status"), ("POST", "/hooks/nothing")])
    func aProxySaysWhoAsks(method: String, path: String) async {
        for (isBehindProxy, fields, statuses) in [
            (true, ["X-Forwarded-For": "9.9.9.9, 192.0.2.%d"], [403, 403, 403, 403, 403, 403, 403]),
            (true, ["X-Forwarded-For": "192.0.2.%d, 198.51.100.1"], [403, 403, 403, 403, 403, 429, 429]),
            (true, ["X-Forwarded-For": "192.0.2.%d, unknown"], [403, 403, 403, 403, 403, 429, 429]),
            (false, ["X-Forwarded-For": "192.0.2.%d"], [403, 403, 403, 403, 403, 429, 429]),
        ] {
            let house = House(settings: DoorSettings(isBehindProxy: isBehindProxy))
            var seen: [Int] = []
            for number in 0..<7 {
                let headers = fields.map { (name: $0.key, value: $0.value.replacing("%d", with: String(number))) }
                seen.append(await house.tcp(method, path, nil, headers, token: "upb_\(number)").status)
            }
            #expect(seen == statuses, "\(fields) behind a proxy: \(isBehindProxy)")
        }
    }
}

extension House {
    /// How many pulses there are.
    fileprivate func pulses() async -> Int { await local("GET", "/v1/pulses").json["pulses"]?.arrayValue?.count ?? -1 }
}

extension RawConnection {
    /// The descriptor of this process that listens at a port.
    fileprivate static func listener(at port: Int) -> Int32? {
        (0..<1024).first { descriptor in
            var (isListening, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
            guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0, isListening != 0 else { return false }
            var (address, length) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
            let result = withUnsafeMutableBytes(of: &address) { bytes in
                bytes.withMemoryRebound(to: sockaddr.self) { getsockname(descriptor, $0.baseAddress, &length) }
            }
            return result == 0 && Int(in_port_t(bigEndian: address.sin_port)) == port
        }
    }
}
