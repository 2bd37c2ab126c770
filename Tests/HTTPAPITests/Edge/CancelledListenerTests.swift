import HTTPAPI
import ServiceLifecycle
import Testing

@Suite struct CancelledListenerTests {
    /// What a cancelled listener had accepted and not taken up, NIO would end this process for.
    @Test func `a listener that is cancelled while connections come in closes them all`() async throws {
        for _ in 0..<20 {
            let house = House()
            let (addresses, reports) = AsyncStream<ListenAddress>.makeStream()
            let (knocks, knocking) = AsyncStream<Void>.makeStream()
            let service = house.door.service(at: .tcp(host: "127.0.0.1", port: 0)) { reports.yield($0) }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try? await service.run() }
                var iterator = addresses.makeAsyncIterator()
                guard case .tcp(_, let port) = try #require(await iterator.next()) else { return }
                tasks.addTask {
                    let connections = (0..<50).compactMap { index in
                        if index == 25 { knocking.yield() }
                        return try? RawConnection.tcp(port)
                    }
                    for connection in connections {
                        // Closed, however far it came.
                        #expect(await connection.receive() == "")
                        connection.end()
                    }
                }
                var knock = knocks.makeAsyncIterator()
                await knock.next()
                tasks.cancelAll()
                try await tasks.waitForAll()
            }
        }
    }
}
