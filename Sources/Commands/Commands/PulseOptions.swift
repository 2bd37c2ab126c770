import ArgumentParser
import WireModel

/// How a prompt or a command is to be run, whenever that is.
struct PulseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("critical, high, normal, low or deferred.", valueName: "priority"))
    var priority: String?

    @Option(help: ArgumentHelp("The session of the agent to go on with.", valueName: "session"))
    var session: String?

    @Option(parsing: .unconditionalSingleValue, help: ArgumentHelp("A reminder to put before the prompt.", valueName: "text"))
    var note: [String] = []

    @Option(help: ArgumentHelp("A label.", valueName: "tag"))
    var tag: [String] = []

    @Option(help: ArgumentHelp("Which agent: hapi, claude, codex, gemini, goose, opencode, echo, or your own.", valueName: "runner"))
    var runner: String?

    @Option(help: ArgumentHelp("The folder to run in.", valueName: "folder"), completion: .directory)
    var cwd: String?

    @Option(help: ArgumentHelp("A variable for the environment of the run.", valueName: "name=value"))
    var env: [String] = []

    @Option(help: ArgumentHelp("How long one attempt may take: 10m.", valueName: "duration"))
    var timeout: String?

    @OptionGroup(title: "Retry")
    var retry: RetryOptions

    @Option(
        name: [.customLong("tz"), .customLong("zone")],
        help: ArgumentHelp("The time zone that times are read in: Europe/Berlin.", valueName: "zone"))
    var zone: String?

    @Option(help: ArgumentHelp("The agent (of the configuration) whose it is to be.", valueName: "name"))
    var agent: String?

    @Option(help: ArgumentHelp("A pool (of the configuration) that it needs; may be given more than once.", valueName: "name"))
    var pool: [String] = []

    /// `NAME=VALUE` taken apart; nil where there is none.
    func variables() throws(CommandError) -> [String: String]? {
        var variables: [String: String] = [:]
        for item in env {
            guard let sign = item.firstIndex(of: "="), sign > item.startIndex else {
                throw .usage("--env \(Words.quoted(item)) is not of the form NAME=VALUE; an empty value is written NAME=")
            }
            variables[String(item[..<sign])] = String(item[item.index(after: sign)...])
        }
        return variables.isEmpty ? nil : variables
    }

    /// Puts what is said into the request of a schedule.
    func fill(_ wish: inout NewScheduleRequest, _ surroundings: Surroundings) throws(CommandError) {
        wish.priority = priority
        wish.session = session
        wish.stickyNotes = note.isEmpty ? nil : note
        wish.tags = tag.isEmpty ? nil : tag
        wish.runner = runner
        wish.cwd = cwd.map(surroundings.absolute)
        wish.env = try variables()
        wish.timeout = timeout
        wish.retry = retry.fields
        wish.onLost = retry.onLost
        wish.zone = zone
        wish.agent = agent
        wish.pools = pool.isEmpty ? nil : pool
    }
}
