import Foundation
import Synchronization
import Testing

@testable import Outbound

/// Real servers on loopback. Names lead where a resolver of the test says.
@Suite(.timeLimit(.minutes(1))) struct OutboundCallerTests {
    private func caller(_ rules: AddressRules = AddressRules(), _ addresses: [String] = ["127.0.0.1"]) -> OutboundCaller {
        OutboundCaller(rules: rules, resolver: { _ in addresses.compactMap(IPAddress.init) })
    }

    private func request(
        _ url: String, timeout: Duration = .seconds(10), redirects: Int = 0, reach: AddressRules.Reach = .anywhere,
        headers: [OutboundHeader] = []
    ) throws -> OutboundRequest {
        OutboundRequest(
            url: try OutboundURL(url), headers: headers, body: Array("body".utf8), timeout: timeout, redirects: redirects, reach: reach)
    }

    private func failure(_ caller: OutboundCaller, _ request: OutboundRequest) async -> OutboundFailure? {
        do {
            let answer = try await caller.call(request)
            Issue.record("an answer came: \(answer.status)")
            return nil
        } catch {
            return error
        }
    }

    // MARK: answers

    @Test("the checked address is dialled, and the name stays in Host")
    func dialsTheCheckedAddress() async throws {
        let server = try RawServer(saying: RawServer.ok)
        defer { server.stop() }
        let answer = try await caller().call(request("http://hooks.test:\(server.port)/a?b=c", headers: [OutboundHeader("X-A", "b")]))
        #expect(answer.status == 200 && answer.body == Array("hi".utf8) && answer.read == 2 && !answer.isCut)
        #expect(answer.address.description == "127.0.0.1")
        let heard = try #require(server.requests.first)
        #expect(heard.hasPrefix("POST /a?b=c HTTP/1.1\r\n"))
        #expect(heard.lowercased().contains("host: hooks.test:\(server.port)\r\n"))
        #expect(heard.contains("X-A: b\r\n") && heard.hasSuffix("\r\n\r\nbody"))
    }

    @Test("an address that refuses is followed by the next one of the name")
    func triesTheNextAddress() async throws {
        let server = try RawServer(saying: RawServer.ok)
        defer { server.stop() }
        let answer = try await caller(AddressRules(), ["127.0.0.9", "127.0.0.1"]).call(request("http://hooks.test:\(server.port)/"))
        #expect(answer.address.description == "127.0.0.1")
    }

    @Test("a name that is looked up again leads elsewhere, and is not looked up again")
    func rebinding() async throws {
        let allowed = try RawServer(address: "127.0.0.2", saying: RawServer.ok)
        defer { allowed.stop() }
        let hidden = try RawServer(address: "127.0.0.1", port: allowed.port, saying: RawServer.ok)
        defer { hidden.stop() }
        let lookups = Mutex(0)
        let caller = OutboundCaller(rules: AddressRules(allowing: ["127.0.0.2"])) { _ in
            let count = lookups.withLock { count in
                count += 1
                return count
            }
            return [IPAddress(count == 1 ? "127.0.0.2" : "127.0.0.1")].compactMap(\.self)
        }
        let answer = try await caller.call(request("http://rebind.test:\(allowed.port)/", reach: .publicOnly))
        #expect(answer.status == 200 && lookups.withLock { $0 } == 1)
        #expect(allowed.requests.count == 1 && hidden.requests.isEmpty)
        let second = await failure(caller, try request("http://rebind.test:\(allowed.port)/", reach: .publicOnly))
        #expect(second?.description.contains("rebind.test is at 127.0.0.1, which is a loopback address") == true)
        #expect(second?.isTransient == false && hidden.requests.isEmpty)
    }

    @Test("one forbidden address among several forbids the name, and nobody is called")
    func oneForbiddenAddress() async throws {
        let server = try RawServer(saying: RawServer.ok)
        defer { server.stop() }
        let caller = caller(AddressRules(), ["127.0.0.1", "169.254.169.254"])
        let failure = await failure(caller, try request("http://mixed.test:\(server.port)/"))
        #expect(failure?.description.contains("169.254.169.254") == true && failure?.isTransient == false)
        #expect(server.requests.isEmpty)
    }

    @Test("an address in the URL is checked as well", arguments: ["http://169.254.169.254/latest", "http://[fe80::1]/", "http://0.0.0.0/"])
    func literalAddress(_ url: String) async throws {
        guard case .refused = await failure(caller(), try request(url)) else {
            Issue.record("\(url) was not refused")
            return
        }
    }

    @Test("the system's resolver knows this machine, and says what it does not know")
    func systemResolver() async throws {
        let found = try await SystemResolver.addresses(of: "localhost")
        #expect(!found.isEmpty && found.allSatisfy { AddressKind(of: $0) == .loopback })
        await #expect { try await SystemResolver.addresses(of: "does-not-exist.invalid") } throws: {
            "\($0)".hasPrefix("the name does-not-exist.invalid could not be looked up")
        }
    }

    @Test("a lookup that hangs ends with the timeout")
    func hangingLookup() async throws {
        let caller = OutboundCaller(rules: AddressRules()) { _ in
            try await Task.sleep(for: .seconds(3600))
            return []
        }
        let failure = await failure(caller, try request("http://slow.test/", timeout: .milliseconds(200)))
        #expect(failure == .timedOut("no answer within 0.2 s: the name slow.test was still being looked up"))
    }

    // MARK: redirects

    private static func redirect(_ location: String, _ status: Int = 302) -> String {
        "HTTP/1.1 \(status) Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n"
    }

    @Test("a redirect is an answer unless it is to be followed")
    func redirectIsAnAnswer() async throws {
        let server = try RawServer(saying: Self.redirect("http://169.254.169.254/latest/meta-data"))
        defer { server.stop() }
        let answer = try await caller().call(request("http://hooks.test:\(server.port)/"))
        #expect(answer.status == 302 && answer.header("location") == "http://169.254.169.254/latest/meta-data")
    }

    @Test("a redirect that is followed is checked anew")
    func redirectToMetadata() async throws {
        let server = try RawServer(saying: Self.redirect("http://169.254.169.254/latest/meta-data"))
        defer { server.stop() }
        let failure = await failure(caller(), try request("http://hooks.test:\(server.port)/", redirects: 5))
        #expect(failure?.description.contains("169.254.169.254 is a cloud's metadata address") == true)
        #expect(failure?.isTransient == false)
    }

    @Test("redirects are followed as often as allowed; the last one is the answer")
    func redirectLimit() async throws {
        let server = try RawServer { peer, request in
            let step = Int(request.split(separator: " ")[1].dropFirst()) ?? 0
            peer.send(Self.redirect("/\(step + 1)", 307))
        }
        defer { server.stop() }
        let answer = try await caller().call(request("http://hooks.test:\(server.port)/0", redirects: 3))
        #expect(answer.status == 307 && answer.url.target == "/3" && server.requests.count == 4)
        #expect(server.requests.allSatisfy { $0.hasPrefix("POST") && $0.hasSuffix("body") })
    }

    @Test("another origin is not told what is for the first; a 303 becomes a GET")
    func redirectAcrossOrigins() async throws {
        let other = try RawServer(saying: RawServer.ok)
        defer { other.stop() }
        let server = try RawServer(saying: Self.redirect("http://other.test:\(other.port)/x", 303))
        defer { server.stop() }
        let headers = [OutboundHeader("Authorization", "Bearer s3cret", staysWithOrigin: true), OutboundHeader("X-Plain", "p")]
        _ = try await caller().call(request("http://hooks.test:\(server.port)/", redirects: 1, headers: headers))
        let heard = try #require(other.requests.first)
        #expect(heard.hasPrefix("GET /x HTTP/1.1") && heard.contains("X-Plain: p") && !heard.contains("s3cret") && !heard.contains("body"))
        #expect(server.requests.first?.contains("s3cret") == true)
    }

    // MARK: hostile servers

    @Test("a server that takes the connection and says nothing ends with the timeout, in words that tell how far it came")
    func stallBeforeTheHead() async throws {
        let closed = Mutex(false)
        let server = try RawServer { peer, _ in
            let hasClosed = peer.waitForClose()
            closed.withLock { $0 = hasClosed }
        }
        defer { server.stop() }
        let started = ContinuousClock.now
        let failure = await failure(caller(), try request("http://hooks.test:\(server.port)/", timeout: .milliseconds(300)))
        #expect(failure == .timedOut("no answer within 0.3 s: hooks.test (127.0.0.1) had taken the connection, but not answered"))
        #expect(ContinuousClock.now - started < .seconds(5))
        while !closed.withLock({ $0 }) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test("a body that stalls, or drips byte by byte, ends with the timeout")
    func stallInTheBody() async throws {
        let server = try RawServer { peer, _ in
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
            while peer.send("x"), !peer.waitForClose(milliseconds: 10) {}
        }
        defer { server.stop() }
        let failure = await failure(caller(), try request("http://hooks.test:\(server.port)/", timeout: .milliseconds(400)))
        guard case .timedOut(let words) = failure else {
            Issue.record("\(failure.debugDescription)")
            return
        }
        #expect(words.contains("bytes of its answer, and not the rest"))
    }

    @Test(
        "a connection that is broken off is an error at once, wherever it breaks",
        arguments: [
            "", "HTTP/1.1 200 O", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ])
    func reset(_ start: String) async throws {
        for isReset in [true, false] {
            let server = try RawServer { peer, _ in
                peer.send(start)
                if isReset { peer.reset() }
            }
            defer { server.stop() }
            let failure = await failure(caller(), try request("http://hooks.test:\(server.port)/"))
            guard case .network(let words) = failure else {
                Issue.record("\(start) \(isReset): \(failure.debugDescription)")
                continue
            }
            #expect(words.hasPrefix("hooks.test (127.0.0.1): "))
        }
    }

    @Test("what is no HTTP is an error")
    func garbage() async throws {
        let server = try RawServer(saying: "SSH-2.0-OpenSSH_9.9\r\n")
        defer { server.stop() }
        let failure = await failure(caller(), try request("http://hooks.test:\(server.port)/"))
        #expect(failure?.isTransient == true)
    }

    @Test("of a flood 64 KiB are kept and little more than 1 MiB is read; the status decides")
    func flood() async throws {
        let sent = Mutex(0)
        let server = try RawServer { peer, _ in
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
            let chunk = [UInt8](repeating: 0x61, count: 1 << 20)
            for _ in 0..<10_240 where peer.send(chunk) { sent.withLock { $0 += chunk.count } }
        }
        defer { server.stop() }
        let answer = try await caller().call(request("http://hooks.test:\(server.port)/"))
        #expect(answer.status == 200 && answer.isCut)
        #expect(answer.body.count == OutboundLimits.kept && answer.read <= 2 << 20)
        // What the two kernels hold between them is the rest.
        #expect(sent.withLock { $0 } < 64 << 20)
    }

    @Test("a head without end is an error, and is not read to its end")
    func headFlood() async throws {
        let sent = Mutex(0)
        let server = try RawServer { peer, _ in
            peer.send("HTTP/1.1 200 OK\r\n")
            let field = "X-Flood: " + String(repeating: "a", count: 4000) + "\r\n"
            for _ in 0..<1_000_000 where peer.send(field) { sent.withLock { $0 += field.utf8.count } }
        }
        defer { server.stop() }
        let failure = await failure(caller(), try request("http://hooks.test:\(server.port)/"))
        #expect(failure == .network("hooks.test (127.0.0.1): the head of its answer is too large"))
        #expect(sent.withLock { $0 } < 64 << 20)
    }

    @Test("nobody at the port is an error that may pass")
    func refusedConnection() async throws {
        let server = try RawServer(saying: "")
        server.stop()
        let failure = await failure(caller(), try request("http://hooks.test:\(server.port)/"))
        #expect(failure == .network("hooks.test (127.0.0.1): Connection refused"))
    }

    @Test("a cancel ends the call at once")
    func cancelling() async throws {
        let server = try RawServer { peer, _ in peer.waitForClose() }
        defer { server.stop() }
        let (caller, request) = (caller(), try request("http://hooks.test:\(server.port)/", timeout: .seconds(3600)))
        let task = Task { await failure(caller, request) }
        while server.requests.isEmpty {
            try Task.checkCancellation()
            await Task.yield()
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }
}
