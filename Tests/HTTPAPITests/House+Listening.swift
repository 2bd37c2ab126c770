import HTTPAPI
import Logging
import ServiceLifecycle
import Testing

extension House {
    /// Runs a listener while `body` runs, then shuts it down gracefully.
    func listening(
        at address: ListenAddress = .tcp(host: "127.0.0.1", port: 0), _ body: @escaping @Sendable (ListenAddress) async throws -> Void
    ) async throws {
        let (addresses, reports) = AsyncStream<ListenAddress>.makeStream()
        let service = door.service(at: address) { reports.yield($0) }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [service], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = addresses.makeAsyncIterator()
            let real = try #require(await iterator.next())
            do {
                try await body(real)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
