import StrictJSON

/// Subscriptions of legacy versions, which outlive their requests: each is a modern one that the connection listens to.
extension MCPConnection {
    /// Answers once it is known whether there is such a resource; goes on listening until it is unsubscribed.
    func subscribe(_ request: RPCRequest, size: Int) async {
        guard let uri = request.params["uri"]?.stringValue else {
            return await write(RPCError(.invalidParams, "params.uri has to be a string").response(to: request.id))
        }
        // Twice the same: it goes on as it is.
        guard !requests.holds(.subscription(uri)) else { return await write(request.response([:])) }
        let place: RequestsUnderWay.Place
        do throws(RPCError) {
            place = try requests.begin(.subscription(uri), lasts: true, size: size)
        } catch {
            return await write(error.response(to: request.id))
        }
        defer { place.leave() }
        let isAnswered = Flag()
        await place.whileWanted { [self] in
            let id = RequestID.string("subscription \(uri)".cut(to: 400))
            let listen = RPCRequest(id: id, method: "subscriptions/listen", params: Self.listening(to: uri))
            let end = await respond(listen, nil) { [self] message in
                await pass(message, uri, place) { if isAnswered.raise() { await write(request.response([:])) } }
            }
            // It was refused, or the other side is gone.
            if place.isWanted, let error = end?["error"], isAnswered.raise() {
                await write(["jsonrpc": "2.0", "id": request.id.json, "error": error])
            }
        }
        guard isAnswered.raise() else { return }
        let error = RPCError(
            .resourceNotFound, "there is no resource \(shown(uri)) to subscribe to", data: ["uri": .string(uri.cut(to: 200))])
        await write(error.response(to: request.id))
    }

    /// A message of the modern subscription as a legacy client takes it.
    private func pass(
        _ message: JSON, _ uri: String, _ place: RequestsUnderWay.Place, acknowledged: () async -> Void
    ) async {
        guard place.isWanted else { return }
        switch message["method"]?.stringValue {
        case "notifications/subscriptions/acknowledged":
            let honoured = message["params"]?["notifications"]?["resourceSubscriptions"]?.arrayValue ?? []
            if honoured.isEmpty { place.cancel() } else { await acknowledged() }
        case "notifications/resources/updated":
            await write(["jsonrpc": "2.0", "method": "notifications/resources/updated", "params": ["uri": .string(uri)]])
        default: break
        }
    }

    func unsubscribe(_ request: RPCRequest) -> JSON {
        guard let uri = request.params["uri"]?.stringValue else {
            return RPCError(.invalidParams, "params.uri has to be a string").response(to: request.id)
        }
        requests.cancel(.subscription(uri))
        return request.response([:])
    }

    private static func listening(to uri: String) -> JSONObject {
        [
            "_meta": [Era.versionKey: .string(ProtocolVersion.july2026.rawValue), Era.capabilitiesKey: [:]],
            "notifications": ["resourceSubscriptions": [.string(uri)]],
        ]
    }
}
