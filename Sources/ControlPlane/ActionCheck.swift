import Pulses

/// Reads what a pulse is to do. Records what is wrong and returns nil where there is no action.
struct ActionCheck {
    let limits: Limits
    let runners: RunnerCatalogue
    let isInstalled: @Sendable (Runner) -> Bool
    let webhookFaults: @Sendable (Webhook) -> [WebhookFault]
    /// The runner of whose pulse it is, where that names one.
    let preferred: String?
    /// Whoever asks may reach public addresses alone.
    let isConfined: Bool

    func action(of request: PulseRequest, _ check: inout FieldCheck) -> Action? {
        switch (request.prompt, request.command, request.webhook) {
        case (let text?, nil, nil): return prompt(text, request, &check)
        case (nil, let arguments?, nil): return command(arguments, request, &check)
        case (nil, nil, let wish?): return webhook(wish, request, &check)
        case (nil, nil, nil): check.fail("prompt", sentence: "is missing; give prompt, command or webhook")
        case (_?, _?, nil): check.fail("prompt", sentence: "and command are both there; give one of them")
        case (_, _, _?): check.fail("webhook", sentence: "goes with neither prompt nor command; give one of them")
        }
        return nil
    }

    private func prompt(_ text: String, _ request: PulseRequest, _ check: inout FieldCheck) -> Action? {
        check.text(text, "prompt", length: request.rules.promptLength ?? limits.prompt, oneLine: false)
        if let session = request.session {
            check.text(session, "session", length: limits.session, oneLine: true)
            if session.hasPrefix("-") {
                check.fail("session", sentence: "begins with `-`, which the agent would take for an option")
            }
        }
        if request.notes.count > limits.notes {
            check.fail("sticky_notes", sentence: "has \(request.notes.count) elements; at most \(limits.notes) are allowed")
        }
        for (index, note) in request.notes.prefix(limits.notes).enumerated() {
            check.text(note, "sticky_notes", element: index, length: limits.note, oneLine: false)
        }
        let runner = runner(request.runner, &check)
        return .prompt(Prompt(text: text, session: request.session, notes: request.notes, runner: runner))
    }

    /// The named one; else the default, resolved now; else `default`, to be resolved when it runs (DESIGN.md, small decisions).
    private func runner(_ name: String?, _ check: inout FieldCheck) -> String {
        guard let name, name != Runner.undecided else {
            if let preferred, runners[preferred] != nil { return preferred }
            return runners.resolveDefault(isInstalled: isInstalled)?.name ?? Runner.undecided
        }
        if runners[name] == nil { check.unknown(name, "runner", among: runners.names) }
        return name
    }

    private func webhook(_ wish: WebhookRequest, _ request: PulseRequest, _ check: inout FieldCheck) -> Action? {
        for (field, isThere) in [
            ("session", request.session != nil), ("sticky_notes", !request.notes.isEmpty), ("runner", request.runner != nil),
            ("cwd", request.directory != nil), ("env", !request.environment.isEmpty),
        ] where isThere {
            check.fail(field, sentence: "has no meaning for a webhook, which runs no program; leave it out")
        }
        return WebhookCheck(limits: limits, faults: webhookFaults, isConfined: isConfined).webhook(wish, &check).map(Action.webhook)
    }

    private func command(_ arguments: [String], _ request: PulseRequest, _ check: inout FieldCheck) -> Action? {
        for (field, isThere) in [
            ("session", request.session != nil), ("sticky_notes", !request.notes.isEmpty), ("runner", request.runner != nil),
        ] where isThere {
            check.fail(field, sentence: "goes with a prompt alone, not with a command")
        }
        guard let program = arguments.first else {
            check.fail("command", sentence: "is empty; its first element is the program")
            return nil
        }
        if program.isEmpty { check.fail("command", "0", sentence: "is empty; it is the program") }
        for (index, argument) in arguments.enumerated() where argument.utf8.contains(0) {
            check.fail("command", String(index), sentence: "holds a NUL byte, which no program can be given")
        }
        let size = arguments.reduce(0) { $0 + $1.utf8.count + 1 }
        if size > limits.argumentBytes {
            check.fail("command", sentence: "has \(size) bytes in all; at most \(limits.argumentBytes) are allowed")
        }
        return .command(Command(arguments: arguments))
    }
}
