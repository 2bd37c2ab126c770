import WireModel

extension AddCommand {
    /// The most that is read from standard input, in bytes.
    static let inputLimit = 1_048_576

    /// What the flags say, as a request. What the values may hold, the daemon checks.
    func newPulse(in surroundings: Surroundings) throws(CommandError) -> NewPulseRequest {
        if onKey != nil, key == nil {
            throw .usage("--on-key says what becomes of a key, and there is none; give --key too, or leave --on-key out")
        }
        if delay != nil, at != nil { throw .usage("--in and --at exclude each other; leave one out") }
        let webhook = try webhook.fields(surroundings)
        let (text, arguments) = webhook == nil ? try action(in: surroundings) : (nil, nil)
        if webhook != nil { try refuseBesideWebhook() }
        return NewPulseRequest(
            prompt: text, command: arguments, webhook: webhook, at: delay.map { "in \($0)" } ?? at, priority: options.priority,
            session: options.session, stickyNotes: options.note.isEmpty ? nil : options.note, tags: options.tag.isEmpty ? nil : options.tag,
            runner: options.runner, cwd: options.cwd.map(surroundings.absolute), env: try options.variables(), timeout: options.timeout,
            retry: options.retry.fields, onLost: options.retry.onLost, expiresAt: expires, key: key, zone: options.zone,
            agent: options.agent, pools: options.pool.isEmpty ? nil : options.pool, onKey: onKey,
            after: after.isEmpty ? nil : try afterFields())
    }

    /// `12`, or `12:end`.
    private func afterFields() throws(CommandError) -> [AfterField] {
        var fields: [AfterField] = []
        for text in after {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 1 || ["success", "end"].contains(parts[1]) else {
                throw .usage(
                    "--after \(Words.quoted(text)) cannot be read; after the number there may be :end or :success, as in --after 12:end")
            }
            fields.append(AfterField(on: .pulse(try PulseNumber.parse(parts[0])), when: parts.count == 1 ? nil : parts[1]))
        }
        return fields
    }

    func action(in surroundings: Surroundings) throws(CommandError) -> (prompt: String?, command: [String]?) {
        if command {
            if let prompt {
                throw .usage(
                    "both a prompt (\(Words.quoted(prompt))) and --command were given; leave one out, and put all the words of a "
                        + "command after --, as in: upbeat add --command -- make test")
            }
            guard let program = argv.first else {
                throw .usage("--command needs the program after --, as in: upbeat add --command -- make test")
            }
            if program.isEmpty { throw .usage("the program after -- is empty; name one, as in: upbeat add --command -- make test") }
            return (nil, argv)
        }
        // After `--` a prompt may begin with a dash.
        guard argv.count + (prompt == nil ? 0 : 1) <= 1 else {
            throw .usage(
                "there is more than one prompt; put it in quotes, or say --command where \(Words.quoted(ShellWord.line(argv))) is one")
        }
        guard let given = prompt ?? argv.first else {
            throw .usage("what is to be done? Give a prompt in quotes, or a command after --command --")
        }
        let text = prompt == "-" ? try promptFromInput(surroundings) : given
        if text.allSatisfy(\.isWhitespace) {
            throw .usage("the prompt is empty; say what the agent is to do")
        }
        return (text, nil)
    }

    func refuseBesideWebhook() throws(CommandError) {
        if prompt != nil || command || !argv.isEmpty {
            throw .usage("--webhook goes with neither a prompt nor a command; leave one out, or make two pulses")
        }
    }

    private func promptFromInput(_ surroundings: Surroundings) throws(CommandError) -> String {
        if surroundings.input.isTerminal { surroundings.tell("Type the prompt; Ctrl-D ends it.") }
        var bytes = try surroundings.input.read(Self.inputLimit + 1)
        if bytes.count > Self.inputLimit {
            throw .usage("the prompt on standard input is longer than 1 MiB; put it in a file and name the file in a shorter prompt")
        }
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .usage("the prompt on standard input is not UTF-8; convert it first, for example with iconv")
        }
        return text
    }
}
