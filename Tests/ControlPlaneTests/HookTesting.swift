import ControlPlane
import Crypto
import Foundation
import Pulses
import Recurrence
import TestSupport
import Testing

/// A house with one hook, `h`, and callers who know its secret.
struct HookHouse {
    var house = House()
    static let reference = "${env:S}"
    static let secret = "a secret of some length"

    init(
        _ makes: Hook.Makes = .pulse(PulseRequest(prompt: "{{text}}")), proof: Hook.Proof = .token(secrets: [reference], header: nil),
        events: [String] = [], conditions: [Hook.Condition] = [], secrets: [String: String] = [reference: secret]
    ) {
        let hook = Hook(name: "h", proof: proof, events: events, conditions: conditions, makes: makes, file: "upbeat.yaml")
        house.plane.hooks = Hooks([hook]) { secrets[$0] }
    }

    init(_ request: PulseRequest) { self.init(.pulse(request)) }

    func receive(_ body: [UInt8], _ headers: [String: [String]], name: String = "h") async throws -> ReceiveHook.Answer {
        try await house.plane.receiveHook(HookCall(name: name, headers: headers, body: body))
    }

    /// Calls as somebody who knows the token.
    func call(_ body: String, id: String? = nil) async throws -> ReceiveHook.Answer {
        var headers = ["authorization": ["Bearer \(Self.secret)"]]
        if let id { headers["idempotency-key"] = [id] }
        return try await receive(Array(body.utf8), headers)
    }

    /// What a call has made.
    func made(_ body: String) async throws -> PulseSpec {
        guard case .pulse(let id, true, false) = try await call(body) else { throw Unexpected() }
        return try #require(try await house.store.pulse(id)).spec
    }

    func prompt(_ body: String) async throws -> String {
        guard case .prompt(let prompt) = try await made(body).action else { throw Unexpected() }
        return prompt.text
    }

    /// The error of a call; nil where there is none.
    func error(_ body: String, id: String? = nil) async -> RequestError? {
        do {
            _ = try await call(body, id: id)
            return nil
        } catch {
            return error as? RequestError
        }
    }

    var pulses: Int { get async throws { try await house.plane.list.newest([], limit: 500, before: nil).pulses.count } }

    struct Unexpected: Error {}
}

/// Signs as senders do.
enum Signing {
    static func standard(_ key: [UInt8], id: String, at seconds: Int64, _ body: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(seconds).\(body)".utf8), using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }

    static func gitHub(_ secret: String, _ body: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Array(secret.utf8)))
        return "sha256=" + code.map { String(format: "%02x", $0) }.joined()
    }
}

/// Whether an error tells the caller nothing.
func isUnverified(_ error: any Error) -> Bool { if case RequestError.unverified = error { true } else { false } }
