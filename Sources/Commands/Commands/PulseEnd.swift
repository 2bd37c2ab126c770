import Client
import Recurrence
import WireModel

/// Waits until a pulse is open no more.
struct PulseEnd {
    let surroundings: Surroundings

    static let openStatuses: Set<String> = ["blocked", "pending", "processing"]

    /// Looks again and again, seldom while it is not due and often while it runs.
    func wait(for pulse: PulseResponse, _ client: UpbeatClient) async throws(CommandError) -> PulseDetailResponse {
        var looks = 0
        while true {
            let detail: PulseDetailResponse
            do throws(ClientError) {
                detail = try await client.show(pulse.id)
            } catch {
                surroundings.tell("Pulse \(pulse.id) is stored all the same; `upbeat show \(pulse.id)` says how it goes.")
                throw .client(error)
            }
            guard Self.openStatuses.contains(detail.pulse.status) else { return detail }
            guard await surroundings.pause(Self.pause(detail.pulse, now: surroundings.now(), looks: looks)) else {
                throw .client(.cancelled)
            }
            looks += 1
        }
    }

    /// How long until the next look: up to 2 s before its time, 50 ms to 1 s afterwards, slower with each look.
    static func pause(_ pulse: PulseResponse, now: Instant, looks: Int) -> Duration {
        let backOff = Duration.milliseconds(min(1000, 50 << min(looks, 5)))
        guard pulse.status == "pending", let due = Instant(rfc3339: pulse.dueAt), due > now else { return backOff }
        return min(due - now + .milliseconds(50), .seconds(2))
    }
}
