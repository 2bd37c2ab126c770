import Foundation
import Testing

@testable import Client

@Suite("The socket's transport")
struct SocketTransportTests {
    private func send(
        _ request: ClientRequest, path: String
    ) async -> Result<ClientResponse, ClientError> {
        let transport = SocketTransport(path: path)
        let result: Result<ClientResponse, ClientError>
        do throws(ClientError) {
            result = .success(try await transport.send(request))
        } catch {
            result = .failure(error)
        }
        await transport.close()
        return result
    }

    @Test("carries method, path, query, headers and body there, and status, headers and body back")
    func carriesAll() async throws {
        let server = try ScriptedServer { _, _ in .reply(answer("201 Created", headers: "X-One: a\r\nx-one: b\r\n", body: "{\"é\":1}")) }
        defer { server.stop() }
        let request = ClientRequest(method: "POST", path: "/v1/pulses?a=%20b", headers: ["Idempotency-Key": "k"], body: Array("body".utf8))
        let response = try await send(request, path: server.path).get()
        #expect(response.status == 201)
        #expect(String(decoding: response.body, as: UTF8.self) == "{\"é\":1}")
        #expect(response.headers["X-ONE"] == "a")
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("POST /v1/pulses?a=%20b HTTP/1.1\r\n"))
        #expect(sent.contains("\r\nIdempotency-Key: k\r\n"))
        #expect(sent.lowercased().contains("\r\nhost: localhost\r\n"))
        #expect(sent.hasSuffix("\r\n\r\nbody"))
    }

    @Test("reads a body that comes in chunks, and an answer without one")
    func chunksAndNothing() async throws {
        let server = try ScriptedServer { _, number in
            number == 0
                ? .reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                : .reply("HTTP/1.1 204 No Content\r\n\r\n")
        }
        defer { server.stop() }
        let transport = SocketTransport(path: server.path)
        let first = try await transport.send(ClientRequest(method: "GET", path: "/"))
        let second = try await transport.send(ClientRequest(method: "GET", path: "/"))
        await transport.close()
        #expect(first.body == Array("abcde".utf8))
        #expect(second.status == 204 && second.body.isEmpty)
    }

    @Test("says `notRunning` where there is no socket, a file, or a socket nobody listens on")
    func notRunning() async throws {
        let missing = temporaryPath()
        #expect(await send(ClientRequest(method: "GET", path: "/"), path: missing) == .failure(.notRunning(socket: missing)))

        let stale = temporaryPath()
        #if canImport(Glibc) || canImport(Musl)
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
        #endif
        _ = withSocketAddress(stale) { bind(descriptor, $0, $1) }
        close(descriptor)
        defer { unlink(stale) }
        #expect(await send(ClientRequest(method: "GET", path: "/"), path: stale) == .failure(.notRunning(socket: stale)))

        let file = temporaryPath()
        _ = FileManager.default.createFile(atPath: file, contents: Data())
        defer { unlink(file) }
        #expect(await send(ClientRequest(method: "GET", path: "/"), path: file) == .failure(.notRunning(socket: file)))
    }

    @Test(
        "says `timedOut` where nothing comes, and where an answer stops in its body",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        ])
    func stalls(begin: String) async throws {
        let server = try ScriptedServer { _, _ in .replyThenStall(begin) }
        defer { server.stop() }
        let request = ClientRequest(method: "GET", path: "/", timeout: .milliseconds(200))
        #expect(await send(request, path: server.path) == .failure(.timedOut(after: .milliseconds(200))))
    }

    @Test(
        "says `connectionBroken` where the connection ends before the answer",
        arguments: [
            "", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
        ])
    func breaks(begin: String) async throws {
        let server = try ScriptedServer { _, _ in .replyThenClose(begin) }
        defer { server.stop() }
        guard case .failure(.connectionBroken) = await send(ClientRequest(method: "GET", path: "/"), path: server.path) else {
            Issue.record("expected connectionBroken")
            return
        }
    }

    @Test("refuses an answer that is longer than its limit, before it has come")
    func tooLong() async throws {
        let length = SocketTransport.answerLimit + 1
        let server = try ScriptedServer { _, _ in .replyThenStall("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\nabc") }
        defer { server.stop() }
        let result = await send(ClientRequest(method: "GET", path: "/", timeout: .seconds(20)), path: server.path)
        #expect(result == .failure(.answerTooLarge(limit: SocketTransport.answerLimit)))
    }

    @Test("a cancelled call ends at once with `cancelled`")
    func cancelled() async throws {
        let server = try ScriptedServer { _, _ in .replyThenStall("") }
        defer { server.stop() }
        let path = server.path
        let result = await withTaskGroup(of: Result<ClientResponse, ClientError>.self) { group in
            group.addTask { await send(ClientRequest(method: "GET", path: "/", timeout: .seconds(60)), path: path) }
            while server.requests.isEmpty { await Task.yield() }
            group.cancelAll()
            return await group.next()
        }
        #expect(result == .failure(.cancelled))
    }

    @Test("a path that is too long for a socket is an error, not a crash")
    func longPath() async {
        let path = "/tmp/" + String(repeating: "a", count: 300)
        guard case .failure(.connectionBroken(let reason)) = await send(ClientRequest(method: "GET", path: "/"), path: path) else {
            Issue.record("expected connectionBroken")
            return
        }
        #expect(reason.contains(path))
    }

    @Test("a socket whose path has spaces and signs is found")
    func oddPath() async throws {
        #expect(SocketTransport.url(socket: "/a b/ü#?.sock", path: "/v1?x=1") == "http+unix://%2Fa%20b%2F%C3%BC%23%3F.sock/v1?x=1")
    }
}
