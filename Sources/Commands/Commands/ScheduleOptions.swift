import ArgumentParser
import WireModel

/// When something comes again and again, and what becomes of times that do not go as planned.
struct ScheduleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("By the calendar: \"0 9 * * 1-5\", @daily.", valueName: "expr"))
    var cron: String?

    @Option(help: ArgumentHelp("At equal distances: 90s, 30m, \"1h 30m\".", valueName: "duration"))
    var every: String?

    @Option(help: ArgumentHelp("How cron is read: upbeat, rust-cron or quartz.", valueName: "dialect"))
    var dialect: String?

    @Option(help: ArgumentHelp("Up to how much later than its time each runs.", valueName: "duration"))
    var jitter: String?

    @Option(help: ArgumentHelp("Only then: \"mon-fri 09:00-18:00\".", valueName: "window"))
    var active: [String] = []

    // `--quiet` is what prints the id alone.
    @Option(name: .customLong("quiet-hours"), help: ArgumentHelp("Never then: \"22:00-06:00\".", valueName: "window"))
    var quiet: [String] = []

    @Option(help: ArgumentHelp("What becomes of times outside of the windows: skip or defer.", valueName: "policy"))
    var onBlocked: String?

    @Option(help: ArgumentHelp("Not before.", valueName: "when"))
    var start: String?

    @Option(help: ArgumentHelp("Not after.", valueName: "when"))
    var end: String?

    @Option(help: ArgumentHelp("How often in all.", valueName: "number"))
    var maxRuns: Int64?

    @Flag(help: "Count an interval from the end of the run before.")
    var afterCompletion = false

    @Option(help: ArgumentHelp("What becomes of missed times: skip, run_once, run_once_earliest or run_all.", valueName: "policy"))
    var misfire: String?

    @Option(help: ArgumentHelp("How late is still on time.", valueName: "duration"))
    var tolerance: String?

    @Option(help: ArgumentHelp("How many missed times run_all makes up for at most.", valueName: "number"))
    var maxCatchUp: Int64?

    @Option(help: ArgumentHelp("Missed times that are older are not made up for.", valueName: "duration"))
    var catchUpWindow: String?

    @Option(
        help: ArgumentHelp(
            "Where one is still open: skip, buffer_one, buffer_all, cancel_other, terminate_other or allow_all.", valueName: "policy"))
    var overlap: String?

    @Option(help: ArgumentHelp("How many wait at most under buffer_all.", valueName: "number"))
    var bufferLimit: Int64?

    @Option(help: ArgumentHelp("Pause it after so many failed runs in a row; 0: never.", valueName: "number"))
    var pauseAfter: Int64?

    var isRecurring: Bool { cron != nil || every != nil }

    /// The options that were given and make sense for a schedule alone.
    var given: [String] {
        let options: [(String, Bool)] = [
            ("--dialect", dialect != nil), ("--jitter", jitter != nil), ("--active", !active.isEmpty), ("--quiet-hours", !quiet.isEmpty),
            ("--on-blocked", onBlocked != nil), ("--start", start != nil), ("--end", end != nil), ("--max-runs", maxRuns != nil),
            ("--after-completion", afterCompletion), ("--misfire", misfire != nil), ("--tolerance", tolerance != nil),
            ("--max-catch-up", maxCatchUp != nil), ("--catch-up-window", catchUpWindow != nil), ("--overlap", overlap != nil),
            ("--buffer-limit", bufferLimit != nil), ("--pause-after", pauseAfter != nil),
        ]
        return options.filter(\.1).map(\.0)
    }

    /// Puts what is said into a request.
    func fill(_ wish: inout NewScheduleRequest) {
        wish.cron = cron
        wish.every = every
        wish.dialect = dialect
        wish.jitter = jitter
        wish.active = active.isEmpty ? nil : active
        wish.quiet = quiet.isEmpty ? nil : quiet
        wish.onBlocked = onBlocked
        wish.start = start
        wish.end = end
        wish.maxRuns = maxRuns
        wish.afterCompletion = afterCompletion ? true : nil
        wish.misfire = misfire
        wish.tolerance = tolerance
        wish.maxCatchUp = maxCatchUp
        wish.catchUpWindow = catchUpWindow
        wish.overlap = overlap
        wish.bufferLimit = bufferLimit
        wish.pauseAfter = pauseAfter
    }
}
