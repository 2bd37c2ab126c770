import ControlPlane
import Pulses
import StrictJSON

extension CancelPulseTool {
    /// Names and numbers in an answer; more are counted alone.
    private static let listed = 50

    func cancel(_ found: Found, isDryRun: Bool, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        var answer = CancelPulses.Answer(cancelled: found.pulses)
        if !isDryRun {
            // Recurring ones first: they make nothing new then, and take along what of theirs waits.
            answer = try await requesting { () async throws(RequestError) in
                for name in found.schedules { _ = try await call.plane.removeSchedule(name, by: call.caller) }
                return try await call.plane.cancelAll.cancel(found.pulses, by: call.caller)
            }
        }
        let all = found.schedules + answer.cancelled.map(\.description)
        var structured: JSONObject = [
            "dry_run": .bool(isDryRun), "cancelled": .array(all.prefix(Self.listed).map { .string($0) }),
            "count": .integer(Int64(all.count)),
        ]
        structured.tell("ending", answer.ending.prefix(Self.listed).map(\.description))
        structured.tell("left", Array(found.left.prefix(Self.listed)))
        return ToolAnswer(sentence: Self.sentence(all, answer.ending, found.left, isDryRun: isDryRun), structured: structured)
    }

    private static func sentence(_ all: [String], _ ending: [PulseID], _ left: [String], isDryRun: Bool) -> String {
        var parts: [String] = []
        let names = all.prefix(10).joined(separator: ", ") + (all.count > 10 ? ", …" : "")
        if !all.isEmpty { parts.append(isDryRun ? "Nothing was done; it would cancel \(names)." : "Cancelled: \(names).") }
        if !ending.isEmpty { parts.append("Still ending: \(ending.prefix(10).map(\.description).joined(separator: ", ")).") }
        if !left.isEmpty {
            parts.append("Left as it is: \(left.prefix(10).joined(separator: ", ")) (ended already, or the run that asks).")
        }
        return parts.isEmpty ? "Nothing fits, so nothing was cancelled." : parts.joined(separator: " ")
    }
}
