import Client
import WireModel

extension AddCommand {
    /// As many of the next times are shown where nothing is made.
    static let previewed = 5

    /// What the flags say of a schedule. What the values may hold, the daemon checks.
    func newSchedule(in surroundings: Surroundings) throws(CommandError) -> NewScheduleRequest {
        let others = [
            ("--in", delay != nil), ("--at", at != nil), ("--key", key != nil), ("--on-key", onKey != nil), ("--wait", wait),
            ("--after", !after.isEmpty),
        ].filter(\.1).map(\.0)
        if let other = others.first { throw .usage("\(other) is for what runs once; leave it out, or leave --cron and --every out") }
        if name == nil, !dryRun {
            throw .usage("a schedule needs a name to be known by, such as --name \(Self.suggestion(command ? argv.first : prompt))")
        }
        var wish = NewScheduleRequest()
        wish.webhook = try webhook.fields(surroundings)
        if wish.webhook != nil {
            try refuseBesideWebhook()
        } else if !dryRun || prompt != nil || command || !argv.isEmpty {
            (wish.prompt, wish.command) = try action(in: surroundings)
        }
        wish.name = name
        schedule.fill(&wish)
        wish.expiresAfter = expires
        try options.fill(&wish, surroundings)
        return wish
    }

    /// Makes the schedule and says so.
    func addSchedule(_ wish: NewScheduleRequest, _ surroundings: Surroundings) async throws(CommandError) {
        let (answer, isDaemon) = try await Complaint.explaining(wish) { () throws(CommandError) in
            try await surroundings.ask(global) { door throws(ClientError) in
                (try await door.client.makeSchedule(wish), door.isDaemon)
            }
        }
        if !isDaemon { surroundings.tell("No daemon runs: the schedule is stored and fires when one runs (`upbeat run`).") }
        if json { return try surroundings.printJSON(answer) }
        if quiet { return try surroundings.printLine(answer.schedule.name) }
        try surroundings.print(ScheduleNote(answer: answer, words: surroundings.words, paint: surroundings.paint(global)).text("made"))
    }

    /// Says what the schedule would do.
    func preview(_ wish: NewScheduleRequest, _ surroundings: Surroundings) async throws(CommandError) {
        let answer = try await Complaint.explaining(wish) { () throws(CommandError) in
            try await surroundings.ask(global) { door throws(ClientError) in
                try await door.client.previewSchedule(wish, count: Self.previewed)
            }
        }
        try PreviewNote.print(answer, json: json, surroundings, global)
    }

    /// A name that could be meant: the first words, in small letters.
    private static func suggestion(_ text: String?) -> String {
        let words = (text ?? "").lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.prefix(3)
        let name = words.joined(separator: "-").prefix(40)
        return name.first?.isLetter == true ? String(name) : "morning-mail"
    }
}
