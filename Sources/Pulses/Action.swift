/// What a pulse does when it runs.
package enum Action: Hashable, Sendable {
    case prompt(Prompt)
    case command(Command)
    case webhook(Webhook)
}

/// A prompt for an agent, given through a runner.
package struct Prompt: Hashable, Sendable {
    package var text: String
    /// The agent's conversation to go on with; nil begins a new one.
    package var session: String?
    /// Reminders that are put before the text.
    package var notes: [String]
    /// The runner's name; `default` where none was installed when the pulse was made, to be resolved when it runs.
    package var runner: String

    package init(text: String, session: String? = nil, notes: [String] = [], runner: String) {
        self.text = text
        self.session = session
        self.notes = notes
        self.runner = runner
    }

    /// The text with its notes, as Reeve's agents know it (spec/sources.md R3).
    package var composed: String {
        guard !notes.isEmpty else { return text }
        return (["📌 Reminders:"] + notes.map { "  - \($0)" } + ["", text]).joined(separator: "\n")
    }
}

/// A program and its arguments; no shell reads them.
package struct Command: Hashable, Sendable {
    /// The program, then its arguments; never empty.
    package var arguments: [String]

    package init(arguments: [String]) { self.arguments = arguments }
}
