import StrictJSON

/// The arguments by which a pulse is made and changed.
enum PulseFields {
    static let prompt = ArgumentField(
        "prompt", .text, "The note to the agent that is woken. It remembers nothing: say what to do, where, and when it is done.",
        example: "Check the CI of the main branch in ~/shop; fix it if it is red, and report in one line.")
    static let at = ArgumentField(
        "at", .text, "Once, at a time: \"tomorrow 09:00\", \"friday 5pm\", 2026-03-01T09:00:00+01:00.", example: "tomorrow 09:00")
    static let within = ArgumentField("in", .text, "Once, after a length of time: \"20m\", \"1h 30m\", \"2 days\".", example: "20m")
    static let every = ArgumentField("every", .text, "Again and again, by an interval: \"2h\", \"1d\".", example: "2h")
    static let cron = ArgumentField("cron", .text, "Again and again, by cron: \"0 9 * * 1-5\", \"@daily\".", example: "0 9 * * 1-5")
    static let timezone = ArgumentField(
        "timezone", .text, "IANA name in which times and cron are read. Default: the zone that pulse_status tells.",
        example: "Europe/Berlin")
    static let name = ArgumentField(
        "name", .text, "Recurring: its name and id (letters, digits, . _ -; made from the prompt if missing). Once: becomes a tag.",
        example: "morning-brief")
    static let until = ArgumentField(
        "until", .text, "Recurring: the last moment at which it may fire. Once: too late after this.", example: "2026-12-31 18:00")
    static let maxFires = ArgumentField(
        "max_fires", .integer(1...1_000_000), "Recurring: it is over after so many times.", example: 10)
    static let ifMissed = ArgumentField(
        "if_missed", .choice(MissedWord.words), "Recurring: times that went by while the machine was off. Default run_once.",
        example: "run_once")
    static let ifRunning = ArgumentField(
        "if_running", .choice(RunningWord.words), "Recurring: a time that comes while the last run goes on. Default skip.", example: "skip")
    static let session = ArgumentField(
        "session", .text, "Id of the agent's conversation to go on with. Default: a new one.", example: "3f2c9d1e")
    static let notes = ArgumentField(
        "sticky_notes", .texts, "Reminders that are put before the prompt each time.", example: ["Answer in German"])
    static let tags = ArgumentField("tags", .texts, "Words to find and cancel several by.", example: ["deploy"])
    static let priority = ArgumentField(
        "priority", .choice(["critical", "high", "normal", "low", "deferred"]), "What goes first when much is due. Default normal.",
        example: "high")

    /// What can be asked for when it is made, and changed later.
    static let changeable = [
        prompt, at, within, every, cron, timezone, name, until, maxFires, ifMissed, ifRunning, session, notes, tags, priority,
    ]
}
