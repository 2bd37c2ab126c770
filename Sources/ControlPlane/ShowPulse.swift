package import Pulses

/// One pulse with its attempts and the end of what each wrote.
package struct ShowPulse: Sendable {
    let reading: any PulseReading
    let output: any OutputReading

    /// How much of each stream is shown.
    package static let tailBytes = 2048

    package struct Answer: Hashable, Sendable {
        package var pulse: Pulse
        package var attempts: [Shown]
    }

    package struct Shown: Hashable, Sendable {
        package var attempt: Attempt
        package var output: Tail
        package var error: Tail
    }

    /// The end of a stream.
    package struct Tail: Hashable, Sendable {
        package var text: String
        /// Bytes the child wrote, kept or not; while it runs, what is kept so far.
        package var bytes: Int64
    }

    package func callAsFunction(_ id: PulseID) async throws(RequestError) -> Answer {
        let pulse = try await asking { () async throws(StoreError) in try await reading.pulse(id) }
        guard let pulse else { throw .notFound("there is no pulse \(id)") }
        let attempts = try await asking { () async throws(StoreError) in try await reading.attempts(of: id) }
        let shown = attempts.map { attempt in
            Shown(
                attempt: attempt, output: tail(.output, of: attempt, written: attempt.end?.outputBytes),
                error: tail(.error, of: attempt, written: attempt.end?.errorBytes))
        }
        return Answer(pulse: pulse, attempts: shown)
    }

    private func tail(_ stream: OutputStreamName, of attempt: Attempt, written: Int64?) -> Tail {
        let limit = Self.tailBytes
        guard let part = output.output(of: attempt.key, stream: stream, offset: Int64(-limit), limit: limit) else {
            return Tail(text: "", bytes: written ?? 0)
        }
        return Tail(text: Self.text(part), bytes: written ?? part.size)
    }

    /// As text. What stands before the first whole character of a cut is left out; what is not UTF-8 is replaced.
    static func text(_ part: OutputPart) -> String {
        var bytes = part.bytes[...]
        if part.offset > 0 {
            let halves = bytes.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count
            bytes = bytes.dropFirst(halves)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
