import WireModel

/// Why a pulse has no output to show.
enum OutputAbsence {
    static func error(_ detail: PulseDetailResponse, attempt: Int64?, _ words: Words) -> CommandError {
        let pulse = detail.pulse
        if let attempt, !detail.attempts.isEmpty {
            let had = Words.count(detail.attempts.count, "attempt")
            return .notFound("pulse \(pulse.id) has no attempt \(attempt); it has had \(had), see `upbeat show \(pulse.id)`")
        }
        guard PulseEnd.openStatuses.contains(pulse.status) else {
            return .notFound("pulse \(pulse.id) never ran: it is \(pulse.status); `upbeat retry \(pulse.id)` runs it")
        }
        return .notFound(
            "pulse \(pulse.id) has not run yet; it is due \(words.moment(pulse.dueAt)), and `upbeat logs -f \(pulse.id)` waits for it")
    }
}
