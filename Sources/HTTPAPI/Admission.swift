import ControlPlane
import HTTPTypes
import Hummingbird
import Pulses
import Recurrence
import Synchronization

/// Lets requests in over TCP: Host, origin and kind of body before all else, then the token, then how fast it asks.
final class Admission: Sendable {
    private let hosts: HostRule
    private let origins = OriginRule()
    private let authenticate: Authenticate
    private let clock: any WallClock
    private let failed = Mutex(FailedTokens())
    private let rates: Mutex<TokenRates>
    private let isBehindProxy: Bool

    /// What anybody may ask: whether somebody is there and can work, and how the door is asked.
    static let open: Set<[Substring]> = [["api", "health"], ["healthz"], ["readyz"], ["openapi.json"], ["docs"]]

    init(settings: DoorSettings, plane: ControlPlane) {
        hosts = HostRule(hosts: settings.hosts)
        authenticate = plane.authenticate
        clock = plane.clock
        rates = Mutex(TokenRates(rate: settings.agentRate))
        isBehindProxy = settings.isBehindProxy
    }

    func caller(of request: Request, _ target: RequestTarget?, from place: DoorContext.Place) async throws -> Caller {
        try hosts.check(request.head, target)
        try origins.check(request.head)
        let isReading = request.method == .get || request.method == .head
        let segments = target?.segments ?? []
        if isReading, Self.open.contains(segments) { return .stranger }
        // Who calls a hook shows that by other means, which the hook looks at.
        if request.method == .post, segments.count == 2, segments[0] == "hooks" { return .stranger }
        if segments.first == "v1" { try BodyReader.checkAnnounced(request) }
        let caller = try await bearer(of: request, from: place)
        guard target != nil else { throw DoorError.malformedTarget }
        return caller
    }

    /// Where a request over TCP comes from: behind a proxy, where that says.
    func place(of request: Request, from place: DoorContext.Place) -> DoorContext.Place {
        isBehindProxy ? ForwardedPlace.of(request.head).map { .named($0) } ?? place : place
    }

    private func bearer(of request: Request, from place: DoorContext.Place) async throws(RequestError) -> Caller {
        let token: AccessToken
        do {
            token = try await authenticate(request.bearerToken, at: clock.now())
        } catch {
            throw refusal(error, from: place)
        }
        if token.agent != nil, let wait = rates.withLock({ $0.take(of: token.name, at: clock.monotonic()) }) {
            throw .tooFast("the token \(token.name) asks more often than agents may (http.agent_rate)", retryAfter: wait)
        }
        return Caller(token)
    }

    /// Counts a token that opens nothing, and a call that no hook takes.
    func refusal(_ error: RequestError, from place: DoorContext.Place) -> RequestError {
        guard error.isOfStranger, let wait = failed.withLock({ $0.failure(from: place.name, at: clock.monotonic()) }) else { return error }
        return .tooFast("too many tokens or signatures from your address that open nothing; \(error.message)", retryAfter: wait)
    }
}

extension RequestError {
    /// Somebody tried to come in with what is not right.
    fileprivate var isOfStranger: Bool {
        switch self {
        case .forbidden, .unverified: true
        default: false
        }
    }
}
