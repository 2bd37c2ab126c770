import ControlPlane
import Pulses
import StrictJSON

extension RequestHandler {
    private static let subscriptionLimit = 100
    /// Between signs that the feed is alive. Nothing goes out then: keeping a connection is the transport's.
    private static let interval = Duration.seconds(15)

    /// Tells of changes until it is given up, or the store ends: says first what of the wish it goes by, then each change.
    func listen(_ notify: @escaping @Sendable (JSON) async -> Void) async throws(RPCError) -> JSONObject {
        let wished = try wished()
        do {
            let sight = try await plane.sight(of: caller)
            // What happens from here on is not overlooked.
            let feed = try await plane.followEvents(after: nil)
            let subscription = Subscription(
                id: request.id, uris: try await known(wished, sight), plane: plane, sight: sight, notify: notify)
            await subscription.acknowledge()
            try await feed.run(interval: Self.interval) { part in
                switch part {
                case .events(let page): try await subscription.tell(page.events)
                // More happened than is kept: anything may have changed.
                case .gap: await subscription.tellAll()
                case .quiet: break
                }
            }
        } catch let error as RequestError {
            throw RPCError(.internalError, error.message)
        } catch {
            // Given up: nobody reads the answer.
        }
        return ["_meta": [Subscription.key: request.id.json]]
    }

    /// The resources whose changes are wished for. Lists never change while the daemon lives, so the other wishes are not gone by.
    private func wished() throws(RPCError) -> [String] {
        guard let filter = params["notifications"]?.objectValue else {
            throw RPCError(.invalidParams, "params.notifications has to be an object that says what to listen for")
        }
        for key in ["toolsListChanged", "promptsListChanged", "resourcesListChanged"] {
            if let value = filter[key], value.boolValue == nil {
                throw RPCError(.invalidParams, "params.notifications.\(key) is \(value.kindName), not a boolean")
            }
        }
        guard let wish = filter["resourceSubscriptions"] else { return [] }
        guard let uris = wish.arrayValue?.map(\.stringValue), !uris.contains(nil) else {
            throw RPCError(.invalidParams, "params.notifications.resourceSubscriptions has to be a list of strings")
        }
        guard uris.count <= Self.subscriptionLimit else {
            throw RPCError(
                .invalidParams,
                "params.notifications.resourceSubscriptions has \(uris.count) elements; at most \(Self.subscriptionLimit) are allowed")
        }
        return uris.compactMap(\.self)
    }

    /// Those that are there for the caller, each once.
    private func known(_ uris: [String], _ sight: Sight) async throws(RequestError) -> [ResourceURI] {
        var known: [ResourceURI] = []
        for uri in uris.compactMap({ ResourceURI($0) }) where !known.contains(uri) {
            do throws(RequestError) {
                switch uri {
                case .upcoming: break
                case .pulse(let id): _ = try await plane.own.pulse(id, for: sight)
                case .schedule(let name): _ = try await plane.own.schedule(name, for: sight)
                case .attempt(let key): _ = try await plane.own.pulse(key.pulse, for: sight)
                }
                known.append(uri)
            } catch {
                guard case .notFound = error else { throw error }
            }
        }
        return known
    }
}
