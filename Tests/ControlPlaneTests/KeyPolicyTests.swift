import ControlPlane
import Pulses
import Recurrence
import Synchronization
import TestSupport
import Testing

/// Answers orders as a test says, and keeps them.
private final class ScriptedMaking: PulseMaking {
    private let answer: @Sendable (PulseOrder) -> Made
    private let kept = Mutex<[PulseOrder]>([])

    init(_ answer: @escaping @Sendable (PulseOrder) -> Made) { self.answer = answer }

    var orders: [PulseOrder] { kept.withLock { $0 } }

    func make(_ orders: [PulseOrder]) async throws(StoreError) -> [Made] {
        kept.withLock { $0 += orders }
        return orders.map(answer)
    }

    func makePipeline(_ orders: [PulseOrder], _ idempotency: Idempotency?) async throws(StoreError) -> PipelineMade { .created([]) }

    func cancel(_ id: PulseID, at now: Instant) async throws(StoreError) -> CancelAnswer { .unknown }

    func approve(_ id: PulseID, at now: Instant) async throws(StoreError) -> ApprovalAnswer { .unknown }

    func deny(_ id: PulseID, why: String?, at now: Instant) async throws(StoreError) -> ApprovalAnswer { .unknown }

    func revive(_ id: PulseID, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> ReviveAnswer { .unknown }

    func postpone(_ id: PulseID, until: Instant, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> PostponeAnswer {
        .unknown
    }

    func change(_ pulse: Pulse, to spec: PulseSpec, at now: Instant, _ terms: AskingTerms) async throws(StoreError) -> PulseChanged {
        .unknown
    }

    func report(_ order: ReportOrder) async throws(StoreError) -> Reported { .unknown }
}

@Suite struct KeyPolicyTests {
    private let house = House()

    private func wish(_ policy: String?, key: String? = "nightly") -> PulseRequest {
        PulseRequest(prompt: "x", key: key, onKey: policy)
    }

    private func plane(_ making: ScriptedMaking) -> ControlPlane {
        var plane = house.plane
        plane.making = making
        return plane
    }

    private static func pulse(_ id: Int64, _ order: PulseOrder) -> Pulse {
        return Pulse.new(id: PulseID(id), spec: order.spec)
    }

    @Test(arguments: [(nil, .keep), ("keep", .keep), ("replace", .replace), ("refuse", .refuse)] as [(String?, KeyPolicy)])
    func thePolicyGoesToTheStore(_ text: String?, _ policy: KeyPolicy) async throws {
        let making = ScriptedMaking { .created(Self.pulse(1, $0)) }
        #expect(try await plane(making).schedule(wish(text), by: House.local).replaced.isEmpty)
        #expect(making.orders.map(\.onKey) == [policy])
    }

    @Test func whatIsReplacedIsToldAndStopped() async throws {
        let making = ScriptedMaking { .replaced(Self.pulse(9, $0), old: [PulseID(4), PulseID(7)]) }
        let answer = try await plane(making).schedule(wish("replace"), by: House.local)
        #expect(answer.isCreated && !answer.isReplay && answer.pulse.id == PulseID(9))
        #expect(answer.replaced == [PulseID(4), PulseID(7)] && house.engine.stops == [PulseID(4), PulseID(7)])
        #expect(house.engine.wakes == [House.start])
    }

    @Test func aKeyThatIsTakenIsAConflictThatNamesThePulse() async throws {
        let making = ScriptedMaking { .keyTaken(Self.pulse(4, $0)) }
        let said = await sentence { _ = try await plane(making).schedule(wish("refuse"), by: House.local) }
        #expect(
            said == "pulse 4 with the key \"nightly\" is open (pending), and nothing was made; wait for its end, cancel it, or have the "
                + "new one take its place (`on_key: replace`, `--on-key replace`)")
        #expect(await failure { _ = try await plane(making).schedule(wish("refuse"), by: House.local) } == "conflict")
        #expect(house.engine.wakes.isEmpty)
    }

    @Test func whatIsWrongIsNamed() async {
        func errors(_ request: PulseRequest) async -> [String] {
            do {
                _ = try await house.plane.schedule(request, by: House.local)
                return []
            } catch RequestError.invalid(let errors) {
                return errors.map { "\($0.pointer): \($0.detail)" }
            } catch {
                return ["\(error)"]
            }
        }
        #expect(await errors(wish("replce")).first?.hasSuffix("there are keep, replace, refuse; did you mean replace?") == true)
        #expect(
            await errors(wish("replace", key: nil)) == ["/on_key: on_key says what becomes of a key, and there is none; give key too"])
        #expect(await errors(wish("", key: nil)).count == 2)
    }

    @Test("an agent replaces what is its own, and nothing else", arguments: [("bot", true), ("other", false), (nil, false)])
    func agents(_ owner: String?, _ isAllowed: Bool) async throws {
        let bot = try await house.agent("bot")
        let making = ScriptedMaking { order in
            order.onKey == .refuse ? .keyTaken(Self.foreign(order, owner)) : .replaced(Self.pulse(9, order), old: [PulseID(4)])
        }
        let plane = plane(making)
        let name = await failure { _ = try await plane.schedule(wish("replace"), by: bot) }
        #expect(name == (isAllowed ? nil : "denied"))
        #expect(making.orders.map(\.onKey) == (isAllowed ? [.refuse, .replace] : [.refuse]))
        #expect(house.engine.stops == (isAllowed ? [PulseID(4)] : []))
    }

    private static func foreign(_ order: PulseOrder, _ owner: String?) -> Pulse {
        var pulse = pulse(4, order)
        pulse.spec.owner = owner
        return pulse
    }
}
