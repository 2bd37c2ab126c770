import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport

/// A client that asks for pulses one after the other, each until it is answered, with the same key every time; and calls some of them off.
struct KillWriter: Sendable {
    /// What it asks for.
    struct Plan: Sendable {
        var features: Set<KillFeature>
        var hasFugitives: Bool
    }

    let number: Int
    let home: KillHome
    let recorder: KillRecorder
    let seed: UInt64
    let plan: Plan

    func run() {
        var random = SeededGenerator(seed: seed)
        let connection = UnixHTTPConnection(path: home.socket)
        var made = 0
        while !recorder.isOver {
            guard recorder.beginRequest() else {
                think(1...5, &random)
                continue
            }
            made += 1
            let request = request("w\(number)-\(made)", &random)
            if let ids = submit(request, connection, &random), plan.features.contains(.cancels) {
                mayCancel(request, ids, connection, &random)
            }
            recorder.endRequest()
            think(0...8, &random)
        }
    }

    /// Asks for one pulse, until it is answered.
    func ask(for order: KillOrder) {
        var random = SeededGenerator(seed: seed)
        _ = submit(.pulse(order), UnixHTTPConnection(path: home.socket), &random)
    }

    private func request(_ key: String, _ random: inout SeededGenerator) -> KillRequest {
        guard recorder.hasPlace() else { return .pulse(.far(key, home, &random)) }
        let isPipeline = plan.features.contains(.pipelines) && random.chance(8)
        return isPipeline ? .pipeline(key, home, plan, &random) : .pulse(.near(key, home, plan, &random))
    }

    /// The pulses that it has, in the order of its orders; nil where it was not settled.
    private func submit(
        _ request: KillRequest, _ connection: UnixHTTPConnection, _ random: inout SeededGenerator
    ) -> [PulseID]? {
        recorder.expect(request.orders)
        let first = BootTime.now()
        var tries = 0
        while !recorder.isAborted {
            tries += 1
            let sentAt = BootTime.now()
            for order in request.orders { recorder.note(order.key, .invoke(notBefore: first + order.delay)) }
            do throws(UnixHTTPConnection.Failure) {
                let answer = try connection.request("POST", request.target, headers: [("Idempotency-Key", request.key)], body: request.body)
                switch take(answer, request, latency: tries == 1 ? BootTime.now() - sentAt : nil) {
                case .made(let ids): return ids
                case .refused: return nil
                case .later: break
                }
            } catch {
                switch error {
                case .notSent(let why): note(request, .fail(why))
                case .noAnswer(let why): note(request, .info(why))
                }
            }
            think(2...20, &random)
        }
        return nil
    }

    private enum Outcome {
        case made([PulseID])
        case refused
        /// To be asked again.
        case later
    }

    private func take(_ answer: UnixHTTPConnection.Answer, _ request: KillRequest, latency: Duration?) -> Outcome {
        switch answer.status {
        case 200, 201:
            let pulses = pulses(in: answer.json)
            guard pulses.count == request.orders.count else {
                note(request, .info("an answer without its pulses"))
                recorder.report("\(request.key): \(answer.status) without its pulses: \(answer.text.prefix(300))")
                return .refused
            }
            for (order, pulse) in zip(request.orders, pulses) { recorder.acknowledged(order, pulse.id, due: pulse.due, latency: latency) }
            return .made(pulses.map(\.id))
        case 429, 503, 507:
            note(request, .fail("\(answer.status)"))
            return .later
        default:
            note(request, answer.status < 500 ? .fail("\(answer.status)") : .info("\(answer.status)"))
            recorder.report("\(request.key): answered \(answer.status): \(answer.text.prefix(300))")
            return .refused
        }
    }

    /// Of an answer about one pulse, or about the steps of a pipeline.
    private func pulses(in json: JSON?) -> [(id: PulseID, due: BootTime)] {
        let all = json?["steps"]?.arrayValue ?? [json?["pulse"]].compactMap(\.self)
        return all.compactMap { pulse in
            guard let id = pulse["id"]?.integerValue ?? pulse["pulse"]?.integerValue,
                let due = (pulse["scheduled_at"] ?? pulse["due_at"])?.stringValue.flatMap(Instant.init(rfc3339:))
            else { return nil }
            return (PulseID(id), BootTime(due, ahead: home.ahead))
        }
    }

    private func note(_ request: KillRequest, _ event: ClientEntry.Event) {
        for order in request.orders { recorder.note(order.key, event) }
    }

    func think(_ milliseconds: ClosedRange<Int64>, _ random: inout SeededGenerator) {
        pass(until: .now() + .milliseconds(Int64.random(in: milliseconds, using: &random)))
    }
}
