import ControlPlane
import Pulses
package import StrictJSON

extension RPCRequest {
    /// Tells a client who listens by this request that all it listens to may have changed: what happened was missed.
    ///
    /// - Parameter acknowledgement: the message that said what is listened to.
    package func updates(ofAll acknowledgement: JSON) -> [JSON] {
        let uris = acknowledgement["params"]?["notifications"]?["resourceSubscriptions"]?.arrayValue ?? []
        return uris.map { uri in
            [
                "jsonrpc": "2.0", "method": "notifications/resources/updated",
                "params": ["uri": uri, "_meta": .object([Subscription.key: id.json])],
            ]
        }
    }
}

/// One client's wish to hear of changes.
struct Subscription: Sendable {
    static let key = "io.modelcontextprotocol/subscriptionId"

    let id: RequestID
    let uris: [ResourceURI]
    let plane: ControlPlane
    let sight: Sight
    let notify: @Sendable (JSON) async -> Void

    func acknowledge() async {
        let honoured: JSONObject = uris.isEmpty ? [:] : ["resourceSubscriptions": .array(uris.map { .string($0.text) })]
        await send("notifications/subscriptions/acknowledged", ["notifications": .object(honoured)])
    }

    /// Says once what has changed by these.
    func tell(_ events: [EventRecord]) async throws(RequestError) {
        var shown: [EventRecord] = []
        for event in events where try await plane.own.isShown(event, to: sight) { shown.append(event) }
        guard !shown.isEmpty else { return }
        let names = try await plane.names(of: shown.compactMap(\.schedule))
        for uri in uris where shown.contains(where: { touches($0, uri, names) }) { await tell(uri) }
    }

    func tellAll() async {
        for uri in uris { await tell(uri) }
    }

    private func tell(_ uri: ResourceURI) async { await send("notifications/resources/updated", ["uri": .string(uri.text)]) }

    private func touches(_ event: EventRecord, _ uri: ResourceURI, _ names: [ScheduleID: String]) -> Bool {
        switch uri {
        case .upcoming: event.kind != .daemonCrashed
        case .pulse(let id): event.pulse == id
        case .schedule(let name): event.schedule.flatMap { names[$0] } == name
        case .attempt(let key): event.pulse == key.pulse && (event.attempt ?? key.attempt) == key.attempt
        }
    }

    private func send(_ method: String, _ params: JSONObject) async {
        var params = params
        params["_meta"] = [Self.key: id.json]
        await notify(["jsonrpc": "2.0", "method": .string(method), "params": .object(params)])
    }
}
