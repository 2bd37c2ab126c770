import Foundation
import Pulses
import Recurrence
import StrictJSON
import TestSupport

/// A client that asks for pulses one after the other, each until it is answered, with the same key every time.
struct KillWriter: Sendable {
    let number: Int
    let home: KillHome
    let recorder: KillRecorder
    let seed: UInt64
    let hasFugitives: Bool

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
            let key = "w\(number)-\(made)"
            let isNear = recorder.claimPlace(for: key)
            let order = isNear ? KillOrder.near(key, home, hasFugitives: hasFugitives, &random) : KillOrder.far(key, home, &random)
            submit(order, connection, &random)
            recorder.endRequest()
            think(0...8, &random)
        }
    }

    private func submit(_ order: KillOrder, _ connection: UnixHTTPConnection, _ random: inout SeededGenerator) {
        let body = order.body
        let first = BootTime.now()
        var tries = 0
        while !recorder.isAborted {
            tries += 1
            let sentAt = BootTime.now()
            recorder.note(order.key, .invoke(notBefore: first + order.delay))
            do throws(UnixHTTPConnection.Failure) {
                let answer = try connection.request("POST", "/v1/pulses", headers: [("Idempotency-Key", order.key)], body: body)
                if take(answer, order, latency: tries == 1 ? BootTime.now() - sentAt : nil) { return }
            } catch {
                switch error {
                case .notSent(let why): recorder.note(order.key, .fail(why))
                case .noAnswer(let why): recorder.note(order.key, .info(why))
                }
            }
            think(2...20, &random)
        }
    }

    /// Whether that settles the request.
    private func take(_ answer: UnixHTTPConnection.Answer, _ order: KillOrder, latency: Duration?) -> Bool {
        switch answer.status {
        case 200, 201:
            let pulse = answer.json?["pulse"]
            guard let id = pulse?["id"]?.integerValue,
                let due = pulse?["scheduled_at"]?.stringValue.flatMap(Instant.init(rfc3339:))
            else {
                recorder.note(order.key, .info("an answer without a pulse"))
                recorder.report("\(order.key): \(answer.status) without a pulse: \(answer.text.prefix(300))")
                return true
            }
            recorder.acknowledged(order, PulseID(id), due: BootTime(due, ahead: home.ahead), latency: latency)
            return true
        case 429, 503, 507:
            recorder.note(order.key, .fail("\(answer.status)"))
            return false
        default:
            recorder.note(order.key, answer.status < 500 ? .fail("\(answer.status)") : .info("\(answer.status)"))
            recorder.report("\(order.key): answered \(answer.status): \(answer.text.prefix(300))")
            return true
        }
    }

    private func think(_ milliseconds: ClosedRange<Int64>, _ random: inout SeededGenerator) {
        pass(until: .now() + .milliseconds(Int64.random(in: milliseconds, using: &random)))
    }
}
