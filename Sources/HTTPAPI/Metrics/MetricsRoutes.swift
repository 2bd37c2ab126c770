import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import Recurrence

/// `/metrics`: what a monitor wants to know, as OpenMetrics or as text by `Accept`. Costs nothing until it is asked.
struct MetricsRoutes {
    let plane: ControlPlane

    func add(to routes: Routes) {
        routes.on(.get, "metrics") { request, _ in
            try request.refuseQuery()
            let form = MetricsText.Form(accept: request.headers[.accept])
            var text = MetricsText(form)
            Self.write(try await plane.readMeasures(), to: &text)
            return Response(
                status: .ok, headers: [.contentType: form.contentType], body: ResponseBody(byteBuffer: ByteBuffer(string: text.text)))
        }
    }

    private static func write(_ answer: ReadMeasures.Answer, to text: inout MetricsText) {
        let measures = answer.measures
        text.info("upbeat_build", "The version that runs.", ["version": answer.version])
        text.gauge(
            "process_start_time_seconds", "When the daemon began, in seconds since 1970.",
            moment(answer.startedAt))
        text.gauge(
            "upbeat_pulses", "Pulses that are kept, by status.",
            PulseStatus.allCases.map { (["status": $0.name], Double(answer.tally.byStatus[$0, default: 0])) })
        text.counter(
            "upbeat_attempts", "Attempts that ended, by outcome.",
            AttemptOutcome.allCases.map { (["outcome": $0.name], answer.tally.byOutcome[$0, default: 0]) })
        text.counter(
            "upbeat_missed", "Occurrences and pulses that were missed, by reason.",
            MissReason.allCases.map { (["reason": $0.rawValue], answer.tally.missed[$0, default: 0]) })
        text.histogram(
            "upbeat_lateness_seconds", "From when a pulse was due to when it began, since the daemon began.",
            [([:], measures.lateness.snapshot)])
        text.histogram(
            "upbeat_attempt_duration_seconds", "How long attempts took, since the daemon began.", [([:], measures.duration.snapshot)])
        text.gauge(
            "upbeat_next_fire_timestamp_seconds", "When something is due next.", moment(answer.nextFire))
        text.gauge(
            "upbeat_engine_progress_timestamp_seconds", "When the engine last came to the end of a turn.",
            moment(measures.lastProgress))
        pools(answer.pools, to: &text)
        text.histogram("upbeat_commit_seconds", "How long transactions took, their sync included.", [([:], measures.commit.snapshot)])
        text.histogram("upbeat_commit_writes", "Writes of one transaction.", [([:], measures.batch.snapshot)])
        text.counter(
            "upbeat_webhooks", "Webhooks that were called, by the class of the answer's status.",
            measures.webhooks.sorted { $0.key < $1.key }.map { (["status": $0.key], $0.value) })
        let calls = measures.hooks
        text.counter(
            "upbeat_hooks_received", "Calls of hooks, by what became of them, since the daemon began.",
            answer.hooks.flatMap { hook in
                HookResult.allCases.map { (["hook": hook, "result": $0.rawValue], calls[HookKind(hook, $0)] ?? 0) }
            })
        let requests = measures.requests.sorted {
            ($0.key.route, $0.key.method, $0.key.status) < ($1.key.route, $1.key.method, $1.key.status)
        }
        text.histogram(
            "upbeat_http_request_seconds", "How long requests took to answer, by route.",
            requests.map { (["route": $0.key.route, "method": $0.key.method, "status": $0.key.status], $0.value) })
    }

    private static func pools(_ pools: [PoolUse], to text: inout MetricsText) {
        text.gauge("upbeat_pool_running", "Runs in a pool.", pools.map { (["pool": $0.pool.name], Double($0.running)) })
        text.gauge(
            "upbeat_pool_waiting", "Pulses that are due and wait for a pool.", pools.map { (["pool": $0.pool.name], Double($0.waiting)) })
        text.gauge(
            "upbeat_pool_capacity", "Runs that a pool takes at once.",
            pools.compactMap { use in use.pool.limits.capacity.map { (["pool": use.pool.name], Double($0)) } })
    }

    /// Seconds since 1970; no sample where there is none.
    private static func moment(_ instant: Instant?) -> [(labels: MetricsText.Labels, value: Double)] {
        guard let instant else { return [] }
        return [(labels: [:], value: Double(instant.milliseconds) / 1000)]
    }
}
