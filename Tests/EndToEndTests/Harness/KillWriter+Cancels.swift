import Pulses
import StrictJSON
import TestSupport

extension KillWriter {
    /// Calls some of what was just made off, at once or after a moment: by id, by its own tag, or all steps of a pipeline by theirs.
    func mayCancel(
        _ request: KillRequest, _ ids: [PulseID], _ connection: UnixHTTPConnection, _ random: inout SeededGenerator
    ) {
        guard random.chance(request.orders.contains(where: \.isFar) ? 3 : 20) else { return }
        if !random.chance(30) { think(0...120, &random) }
        if random.chance(15) {
            let body: JSON = ["tag": .string(request.key)]
            let wanted = zip(request.orders, ids).map { ($0, $1) }
            cancel(wanted, "/v1/pulses/cancel", Array(body.serialized().utf8), connection, &random)
        } else {
            let index = Int.random(in: ids.indices, using: &random)
            cancel([(request.orders[index], ids[index])], "/v1/pulses/\(ids[index].value)/cancel", nil, connection, &random)
        }
    }

    /// Asks until there is an answer.
    private func cancel(
        _ wanted: [(KillOrder, PulseID)], _ target: String, _ body: [UInt8]?, _ connection: UnixHTTPConnection,
        _ random: inout SeededGenerator
    ) {
        while !recorder.isAborted {
            let askedAt = BootTime.now()
            var isSettled = true
            func note(_ answer: CancelNote.Answer, _ order: KillOrder) {
                recorder.note(CancelNote(key: order.key, askedAt: askedAt, answeredAt: .now(), answer: answer), of: order)
            }
            do throws(UnixHTTPConnection.Failure) {
                let answer = try connection.request("POST", target, body: body)
                for (order, id) in wanted {
                    guard let meaning = read(answer, id) else {
                        recorder.report("\(order.key): cancelling answered \(answer.status): \(answer.text.prefix(300))")
                        continue
                    }
                    if meaning == .refused { isSettled = false }
                    note(meaning, order)
                }
            } catch {
                isSettled = false
                for (order, _) in wanted {
                    if case .notSent = error { note(.refused, order) } else { note(.none, order) }
                }
            }
            if isSettled { return }
            think(2...20, &random)
        }
    }

    /// What an answer says of one pulse.
    private func read(_ answer: UnixHTTPConnection.Answer, _ id: PulseID) -> CancelNote.Answer? {
        func has(_ list: String) -> Bool { answer.json?[list]?.arrayValue?.contains { $0.integerValue == id.value } ?? false }
        switch answer.status {
        case 200, 202:
            if answer.json?["cancelled"] != nil { return has("cancelled") ? .ended(.cancelled) : has("ending") ? .ending : .tooLate }
            if answer.status == 202 { return .ending }
            return answer.json?["pulse"]?["status"]?.stringValue.flatMap(PulseStatus.init(name:)).map { .ended($0) }
        case 404: return .unknown
        case 409: return .tooLate
        case 429, 503, 507: return .refused
        default: return nil
        }
    }
}
