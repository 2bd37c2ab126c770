import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

/// Who may call: the three ways to show it, and what must not pass for one.
@Suite struct HookProofTests {
    private static let whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let body = #"{"test": 2432232314}"#

    private static func standard(
        id: String = "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: String = "1614265330",
        signature: String = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    ) -> [String: [String]] {
        ["webhook-id": [id], "webhook-timestamp": [timestamp], "webhook-signature": [signature]]
    }

    private func standardHouse(_ secrets: [String: String] = [HookHouse.reference: whsec], at seconds: Int64 = 1_614_265_330) -> HookHouse {
        let house = HookHouse(
            .pulse(PulseRequest(prompt: "x")), proof: .standard(secrets: secrets.keys.sorted()), secrets: secrets)
        house.house.clock.step(to: Instant(seconds: seconds))
        return house
    }

    private func passes(_ house: HookHouse, _ headers: [String: [String]], _ body: String = body) async throws -> Bool {
        do {
            _ = try await house.receive(Array(body.utf8), headers)
            return true
        } catch  where isUnverified(error) {
            return false
        }
    }

    @Test func theVectorOfStandardWebhooksPasses() async throws {
        #expect(try await passes(standardHouse(), Self.standard()))
    }

    @Test func theExampleOfTheSpecificationPasses() async throws {
        let house = standardHouse([HookHouse.reference: "whsec_plJ3nmyCDGBKInavdOK15jsl"], at: 1_731_705_121)
        let headers = Self.standard(
            id: "msg_loFOjxBNrRLzqYUf", timestamp: "1731705121", signature: "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=")
        #expect(try await passes(house, headers, #"{"event_type":"ping","data":{"success":true}}"#))
    }

    @Test("every flipped bit of body, id, time and signature is noticed")
    func flippedBits() async throws {
        let house = standardHouse()
        func flips(_ text: String) -> [String] {
            let bytes = Array(text.utf8)
            return bytes.indices.flatMap { index in
                (0..<8).compactMap { bit in
                    var flipped = bytes
                    flipped[index] ^= 1 << bit
                    return String(validating: flipped, as: UTF8.self)
                }
            }
        }
        for body in flips(Self.body) { #expect(try await !passes(house, Self.standard(), body)) }
        for id in flips("msg_p5jXN8AQM9LWM0D4loKWxJek") { #expect(try await !passes(house, Self.standard(id: id))) }
        for time in flips("1614265330") { #expect(try await !passes(house, Self.standard(timestamp: time))) }
        for signature in flips("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=") {
            #expect(try await !passes(house, Self.standard(signature: signature)), "\(signature)")
        }
        #expect(try await house.pulses == 0)
        // Afterwards it passes all the same.
        #expect(try await passes(house, Self.standard()))
    }

    @Test("five minutes each way, to the millisecond", arguments: [(-300_000, true), (300_000, true), (-300_001, false), (300_001, false)])
    func window(_ offset: Int, _ isTaken: Bool) async throws {
        let house = standardHouse()
        house.house.clock.step(to: Instant(milliseconds: 1_614_265_330_000 + Int64(offset)))
        #expect(try await passes(house, Self.standard()) == isTaken)
    }

    @Test func oneOfSeveralSignaturesIsEnough() async throws {
        let right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        #expect(try await passes(standardHouse(), Self.standard(signature: "v1a,zzzz v1,AAAA \(right) v2,\(right)")))
        #expect(try await !passes(standardHouse(), Self.standard(signature: "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")))
    }

    @Test func anyOfTheSecretsIsEnough() async throws {
        let other = "whsec_" + String(repeating: "QUJD", count: 8)
        #expect(try await passes(standardHouse(["${env:A}": other, "${env:B}": Self.whsec]), Self.standard()))
        #expect(try await passes(standardHouse(["${env:A}": Self.whsec, "${env:B}": ""]), Self.standard()))
        #expect(try await !passes(standardHouse(["${env:A}": other]), Self.standard()))
    }

    @Test func whatIsMissingTwiceOrOddIsRefused() async throws {
        let house = standardHouse()
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            var headers = Self.standard()
            headers[name] = nil
            #expect(try await !passes(house, headers))
            headers[name] = Self.standard()[name].map { $0 + $0 }
            #expect(try await !passes(house, headers))
        }
        for time in ["", "-1614265330", "+1614265330", "1614265330.0", " 1614265330", "9223372036854775807", "１６１４２６５３３０"] {
            #expect(try await !passes(house, Self.standard(timestamp: time)))
        }
        #expect(try await !passes(house, Self.standard(signature: "")))
        #expect(try await !passes(house, Self.standard(signature: "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")))
    }

    @Test func theExampleOfGitHubPasses() async throws {
        let secret = "It's a Secret to Everybody"
        let house = HookHouse(
            .pulse(PulseRequest(prompt: "x")), proof: .github(secrets: [HookHouse.reference]), secrets: [HookHouse.reference: secret])
        var headers = [
            "x-hub-signature-256": ["sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"],
            "x-github-delivery": ["1"], "x-github-event": ["push"],
        ]
        // The example is no JSON: it is let in, and refused for that alone.
        await #expect {
            try await house.receive(Array("Hello, World!".utf8), headers)
        } throws: { error in
            if case RequestError.notJSON = error { true } else { false }
        }
        #expect(try await !passes(house, headers, "Hello, World?"))
        let body = #"{"zen": "Ünïcode"}"#
        #expect(try await !passes(house, headers, body))
        headers["x-hub-signature-256"] = [Signing.gitHub(secret, Array(body.utf8))]
        #expect(try await passes(house, headers, body))
        for name in headers.keys {
            var fewer = headers
            fewer[name] = nil
            #expect(try await !passes(house, fewer, body))
        }
    }

    @Test func aTokenStandsInItsHeader() async throws {
        let house = HookHouse(.pulse(PulseRequest(prompt: "x")), proof: .token(secrets: [HookHouse.reference], header: "X-Gitlab-Token"))
        #expect(try await passes(house, ["x-gitlab-token": [HookHouse.secret]]))
        for wrong in ["", "a", HookHouse.secret + "x", String(HookHouse.secret.dropLast()), "Bearer \(HookHouse.secret)"] {
            #expect(try await !passes(house, ["x-gitlab-token": [wrong]]))
        }
        #expect(try await !passes(house, ["authorization": ["Bearer \(HookHouse.secret)"]]))
        let bearer = HookHouse(PulseRequest(prompt: "x"))
        #expect(try await passes(bearer, ["authorization": ["bearer \(HookHouse.secret)"]]))
        for wrong in [HookHouse.secret, "Basic \(HookHouse.secret)", "Bearer", "Bearer "] {
            #expect(try await !passes(bearer, ["authorization": [wrong]]))
        }
    }

    @Test func whoIsNotLetInHearsTheSameWhateverIsWrong() async throws {
        let house = HookHouse(PulseRequest(prompt: "x"))
        var texts: Set<String> = []
        for (name, headers) in [("h", ["authorization": ["Bearer wrong"]]), ("h", [:]), ("nothing", [:]), ("../h", [:]), ("", [:])] {
            do {
                _ = try await house.receive([], headers, name: name)
            } catch let error as RequestError {
                #expect(isUnverified(error))
                texts.insert(error.message)
            }
        }
        #expect(texts.count == 1)
    }

    @Test func withoutAnySecretNobodyGetsInAndItIsWorthAnotherTry() async throws {
        let house = HookHouse(.pulse(PulseRequest(prompt: "x")), secrets: [:])
        guard case .unavailable = await house.error("{}") else {
            Issue.record("it was not unavailable")
            return
        }
        let empty = HookHouse(.pulse(PulseRequest(prompt: "x")), secrets: [HookHouse.reference: ""])
        await #expect(throws: RequestError.self) { try await empty.receive([], ["authorization": ["Bearer "]]) }
    }

    @Test(arguments: [
        ("whsec_###", true), ("whsec_", true), ("short", true), ("a long enough secret text", false), (whsec, false), ("whsec_QUJD", true),
    ])
    func weakSecretsAreNamed(_ secret: String, _ isWeak: Bool) {
        let fault = HookSecret.fault(of: secret, for: .standard(secrets: []))
        #expect((fault != nil) == isWeak)
        if secret != "whsec_" { #expect(fault?.contains(secret) != true) }
    }
}
