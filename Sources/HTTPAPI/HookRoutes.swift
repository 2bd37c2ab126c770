import ControlPlane
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Pulses
import WireModel

/// `POST /hooks/NAME`, where programs elsewhere come in, and `/v1/hooks`, which lists what there is.
///
/// A call needs no token, whichever way it comes: it carries what its hook asks for.
struct HookRoutes {
    let plane: ControlPlane
    let body: BodyReader
    let admission: Admission
    let logger: Logger

    func add(to routes: Routes) {
        routes.on(.post, "hooks/:name", receive)
        routes.on(.get, "v1/hooks", list)
    }

    @Sendable private func receive(_ request: Request, _ context: DoorContext) async throws -> Response {
        let name = context.parameters.get("name") ?? ""
        let isDeclared = plane.hooks[name] != nil
        do {
            try BodyReader.checkAnnounced(request)
            let bytes = try await body.bytes(of: request)
            try BodyReader.checkMediaType(request, bytes)
            let call = HookCall(name: name, headers: request.fieldsByName, body: Array(bytes.readableBytesView))
            let answer = try await plane.receiveHook(call)
            plane.measures.received(name, answer.result, at: plane.clock.now())
            logger.info("the hook \(name) \(answer.sentence)")
            return Self.response(answer)
        } catch {
            if isDeclared { plane.measures.received(name, .refused, at: plane.clock.now()) }
            throw refusal(error, of: isDeclared ? "the hook \(name)" : "a hook that is not declared", from: context.place)
        }
    }

    /// Who is a stranger is counted; who has been told to wait fills no log.
    private func refusal(_ error: any Error, of hook: String, from place: DoorContext.Place) -> any Error {
        guard let known = error as? RequestError else { return error }
        let counted = admission.refusal(known, from: place)
        if counted == known {
            logger.warning("\(hook) refused a call\(place.name.isEmpty ? "" : " from \(place.name)"): \(known.sentenceOfHook)")
        }
        return counted
    }

    private static func response(_ answer: ReceiveHook.Answer) -> Response {
        var response = Answer.json(HookAnswer(answer), status: answer.result == .accepted ? .accepted : .ok)
        response.noteReplay(answer.result == .replayed)
        return response
    }

    @Sendable private func list(_ request: Request, _ context: DoorContext) async throws -> Response {
        try request.refuseQuery()
        let base = plane.facts.listening().first { $0.hasPrefix("http") } ?? ""
        return Answer.json(HookListResponse(hooks: plane.listHooks().map { HookResponse($0, base: base) }))
    }
}

extension Request {
    /// The fields of the head by their names in lower case.
    fileprivate var fieldsByName: [String: [String]] {
        headers.reduce(into: [:]) { fields, field in fields[field.name.canonicalName, default: []].append(field.value) }
    }
}

extension ReceiveHook.Answer {
    var result: HookResult {
        switch self {
        case .ignored: .ignored
        case .pulse(_, _, let isReplay), .pipeline(_, let isReplay): isReplay ? .replayed : .accepted
        }
    }

    /// Goes on after the hook's name.
    fileprivate var sentence: String {
        switch self {
        case .ignored(let why): why
        case .pulse(let id, _, true), .pipeline(let id, true): "was called again with an id that made \(id); nothing was made"
        case .pulse(let id, true, false): "made pulse \(id)"
        case .pulse(let id, false, false): "made nothing: pulse \(id), which has the same key, is open"
        case .pipeline(let id, false): "made pipeline \(id)"
        }
    }
}

extension RequestError {
    /// Why a call was refused, without anything of its body.
    fileprivate var sentenceOfHook: String {
        switch self {
        case .unverified(let why): why
        case .notJSON: "its body is no JSON, or nested too deep"
        case .conflict: "what it would make cannot be made now, as the answer said"
        default: message
        }
    }
}

extension HookAnswer {
    fileprivate init(_ answer: ReceiveHook.Answer) {
        self.init(result: answer.result.rawValue)
        switch answer {
        case .ignored(let why): self.why = "the hook \(why)"
        case .pulse(let id, let isCreated, let isReplay):
            pulse = id.value
            if isReplay {
                why = "this id came in before"
            } else if !isCreated {
                why = "a pulse with the same key is open, and nothing was made"
            }
        case .pipeline(let id, let isReplay):
            pipeline = id.value
            if isReplay { why = "this id came in before" }
        }
    }
}

extension HookResponse {
    fileprivate init(_ entry: ListHooks.Entry, base: String) {
        let hook = entry.hook
        var header: String?
        if case .token(_, let name) = hook.proof { header = name ?? "Authorization" }
        self.init(
            name: hook.name, url: "\(base)/hooks/\(hook.name)", verify: hook.proof.name, header: header, events: hook.events,
            makes: hook.kind, file: hook.file, missingSecrets: entry.missing,
            received: Dictionary(uniqueKeysWithValues: entry.received.map { ($0.key.rawValue, $0.value) }),
            lastReceivedAt: entry.lastAt?.wire)
    }
}
