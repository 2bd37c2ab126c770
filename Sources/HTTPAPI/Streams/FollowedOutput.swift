import ControlPlane
import HTTPTypes
import Hummingbird
import NIOCore
import Pulses
import ServiceLifecycle
import Synchronization

/// What a run writes, as it writes it, until it has ended.
struct FollowedOutput {
    let plane: ControlPlane
    /// Its `offset` is where it begins.
    let wish: ReadOutput.Request

    /// How long one look waits for more.
    private static let wait = Duration.seconds(20)

    /// Waits for the run to begin, where it has not.
    func answer() async throws(RequestError) -> LastingAnswer {
        let isStopped = Flag()
        var first = wish
        first.wait = Self.wait
        let start = try await plane.readOutput(first) { Task.isShuttingDownGracefully }
        let (plane, wish) = (plane, wish)
        var headers: HTTPFields = [.contentType: "application/octet-stream"]
        headers[.attempt] = String(start.attempt)
        headers[.outputOffset] = String(start.part.offset)
        let stop = { @Sendable in isStopped.raise() }
        return LastingAnswer(headers: headers, stop: stop) { writer in
            var answer = start
            while true {
                if !answer.part.bytes.isEmpty { try await writer.write(ByteBuffer(bytes: answer.part.bytes)) }
                let next = answer.part.offset + Int64(answer.part.bytes.count)
                if isStopped.isRaised || (answer.hasEnded && next >= answer.part.size) { return }
                var rest = wish
                (rest.attempt, rest.offset, rest.wait) = (answer.attempt, next, Self.wait)
                answer = try await plane.readOutput(rest) { isStopped.isRaised }
            }
        }
    }

    private final class Flag: Sendable {
        private let value = Atomic(false)

        var isRaised: Bool { value.load(ordering: .acquiring) }

        func raise() { value.store(true, ordering: .releasing) }
    }
}
