import WireModel

/// What somebody who looks at a pulse may want to do about it.
enum NextSteps {
    static func lines(_ detail: PulseDetailResponse) -> [String] {
        let id = detail.pulse.id
        let hasOutput = detail.attempts.last.map { $0.stdoutBytes + $0.stderrBytes > 0 } ?? false
        let read = hasOutput ? ["read all it wrote:  upbeat logs \(id)"] : []
        let steps: [String] =
            switch detail.pulse.status {
            case "failed": ["run it again:       upbeat retry \(id)"] + read
            case "cancelled" where detail.pulse.reason == "dependency":
                detail.pulse.after.first { !$0.isMet }.map { ["run what it waits for again: upbeat retry \($0.pulse)"] } ?? []
            case "missed", "cancelled": ["run it after all:   upbeat retry \(id)"] + read
            case "blocked" where detail.pulse.reason == "approval":
                ["let it run:         upbeat approve \(id)", "call it off:        upbeat deny \(id)"]
            case "processing": ["follow it:          upbeat logs -f \(id)", "end it:             upbeat cancel \(id)"]
            case "pending" where detail.attempts.last?.outcome != nil:
                ["it is tried again by itself; to call it off: upbeat cancel \(id)"] + read
            default: []
            }
        return steps.isEmpty ? [] : ["what to do next:"] + steps.map { "  \($0)" }
    }
}
