import Foundation
import Logging
import ServiceLifecycle

/// The listener at the user's socket. One whose socket is removed, as cleaners of `/tmp` do and people by mistake, is made again at once:
/// the system tells of it, and an idle daemon does not look.
struct SocketDoor: Service {
    let path: String
    /// Makes a listener; it ends when it is shut down gracefully.
    let listener: @Sendable () -> any Service
    let log: Logger

    /// - Throws: what the first listener throws. A later one that fails is tried again when something is removed from the folder.
    func run() async throws {
        let (removals, told) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let path = path
        let events = try? FileEvents(.removals) { if $0 == path { told.yield() } }
        try? events?.watch(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        // A listener that is shut down removes its socket itself.
        let isStopping = Current(false)
        try await withGracefulShutdownHandler {
            var isFirst = true
            while try await listen(until: removals, isFirst: isFirst, isStopping: isStopping), !isStopping.value {
                isFirst = false
                log.warning("the socket \(path) was removed; it is made again")
            }
        } onGracefulShutdown: {
            isStopping.value = true
        }
        _ = events
    }

    /// - Returns: whether it ended because the socket is gone.
    private func listen(until removals: AsyncStream<Void>, isFirst: Bool, isStopping: Current<Bool>) async throws -> Bool {
        var configuration = ServiceGroupConfiguration(
            services: [listener()], logger: Logger(label: "upbeat") { _ in SwiftLogNoOpLogHandler() })
        configuration.maximumGracefulShutdownDuration = .milliseconds(400)
        let group = ServiceGroup(configuration: configuration)
        return try await withThrowingTaskGroup(of: End.self) { tasks in
            defer { tasks.cancelAll() }
            tasks.addTask {
                do {
                    try await group.run()
                    return .over
                } catch  where !isFirst && !Task.isCancelled {
                    log.error("the socket \(path) cannot be made again: \(error); move away what is in its place")
                    return .refused
                }
            }
            tasks.addTask {
                for await _ in removals where !isStopping.value && (try? FileFacts.of(path, followLinks: false))??.kind != .other {
                    return .gone
                }
                return .over
            }
            switch try await tasks.next() {
            case .over, nil: return false
            case .refused: return try await tasks.next() == .gone
            case .gone:
                await group.triggerGracefulShutdown()
                _ = try await tasks.next()
                return true
            }
        }
    }

    /// How a listener ends, or what ends it.
    private enum End {
        case over, refused, gone
    }
}
