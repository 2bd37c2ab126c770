import StrictJSON
import Synchronization
import Testing
import WireModel

@testable import Client

@Suite("Answers that last", .timeLimit(.minutes(1)))
struct FollowTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    private static let progress = #"{"jsonrpc":"2.0","method":"notifications/progress","params":{}}"#

    private static func chunk(_ text: String) -> String { "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n" }

    private final class Heard: Sendable {
        let messages = Mutex<[JSON]>([])
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)

        func add(_ message: JSON) {
            messages.withLock { $0.append(message) }
            arrival.yield()
        }
    }

    private func post(to path: String, _ heard: Heard, timeout: Duration = .seconds(20)) async throws(ClientError) -> JSON {
        let transport = SocketTransport(path: path)
        let client = UpbeatClient(transport, environment: ["UPBEAT_RUN": "/state/boot/7/2"])
        do throws(ClientError) {
            let answer = try await client.post(
                message: ["jsonrpc": "2.0", "id": 1], headers: [("Upbeat-Agent", "ann")], timeout: timeout
            ) { heard.add($0) }
            await transport.close()
            return answer
        } catch {
            await transport.close()
            throw error
        }
    }

    @Test("what comes before the answer is handed on, and the run and the agent are said")
    func stream() async throws {
        let answer = #"{"jsonrpc":"2.0","id":1,"result":{}}"#
        let text =
            Self.head + Self.chunk("event: message\ndata: \(Self.progress)\n\n") + Self.chunk(": still here\n\nda")
            + Self.chunk("ta: \(answer)\n\n") + "0\r\n\r\n"
        let server = try ScriptedServer { _, _ in .reply(text) }
        defer { server.stop() }
        let heard = Heard()
        #expect(try await post(to: server.path, heard)["result"] == [:])
        #expect(heard.messages.withLock { $0 }.map { $0["method"]?.stringValue } == ["notifications/progress"])
        let sent = try #require(server.requests.first)
        #expect(sent.hasPrefix("POST /mcp HTTP/1.1\r\n") && sent.contains("Upbeat-Run: 7/2") && sent.contains("Upbeat-Agent: ann"))
    }

    @Test("an end before the answer is a broken connection, and silence before the head a time-out")
    func cut() async throws {
        let heard = Heard()
        let cut = try ScriptedServer { _, _ in .replyThenClose(Self.head + Self.chunk("data: \(Self.progress)\n\n")) }
        defer { cut.stop() }
        await #expect { try await post(to: cut.path, heard) } throws: {
            if case .connectionBroken? = $0 as? ClientError { true } else { false }
        }
        #expect(heard.messages.withLock { $0.count } == 1)
        let ended = try ScriptedServer { _, _ in .reply(Self.head + "0\r\n\r\n") }
        defer { ended.stop() }
        await #expect { try await post(to: ended.path, heard) } throws: {
            if case .connectionBroken? = $0 as? ClientError { true } else { false }
        }
        let silent = try ScriptedServer { _, _ in .replyThenStall("") }
        defer { silent.stop() }
        await #expect(throws: ClientError.timedOut(after: .milliseconds(200))) {
            try await post(to: silent.path, heard, timeout: .milliseconds(200))
        }
    }

    @Test("a stream outlives the request's time, and ends when the task is cancelled")
    func cancelled() async throws {
        let server = try ScriptedServer { _, _ in .replyThenStall(Self.head + Self.chunk("data: \(Self.progress)\n\n")) }
        defer { server.stop() }
        let heard = Heard()
        let (ended, end) = AsyncStream.makeStream(of: Never.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try? await post(to: server.path, heard, timeout: .milliseconds(300))
                end.finish()
            }
            for await _ in heard.arrivals { break }
            // Past the request's time it is still there.
            let first = await withTaskGroup(of: String.self) { race in
                race.addTask {
                    try? await Task.sleep(for: .milliseconds(600))
                    return "later"
                }
                race.addTask {
                    for await _ in ended {}
                    return "ended"
                }
                defer { race.cancelAll() }
                return await race.next()
            }
            #expect(first == "later")
            group.cancelAll()
        }
        #expect(server.requests.count == 1)
    }

    @Test("what the door refuses is a problem, what the protocol refuses an answer")
    func refusals() async throws {
        let problem = #"{"type":"urn:upbeat:problem:denied","title":"Forbidden","status":403,"detail":"no such agent","errors":[]}"#
        let denied = try ScriptedServer { _, _ in .reply(answer("403 Forbidden", type: "application/problem+json", body: problem)) }
        defer { denied.stop() }
        await #expect { try await post(to: denied.path, Heard()) } throws: {
            if case .problem(let problem, 403)? = $0 as? ClientError { problem.detail == "no such agent" } else { false }
        }
        let error = #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"x"}}"#
        let unknown = try ScriptedServer { _, _ in .reply(answer("404 Not Found", body: error)) }
        defer { unknown.stop() }
        #expect(try await post(to: unknown.path, Heard())["error"]?["code"] == -32601)
        let foreign = try ScriptedServer { _, _ in .reply(answer(body: "{\"a\":1}")) }
        defer { foreign.stop() }
        await #expect { try await post(to: foreign.path, Heard()) } throws: {
            if case .unreadable? = $0 as? ClientError { true } else { false }
        }
    }
}
