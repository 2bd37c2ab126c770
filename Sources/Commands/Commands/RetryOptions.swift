import ArgumentParser
import WireModel

/// How what fails is tried again.
struct RetryOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many attempts in all: 1 to 100.", valueName: "count"))
    var attempts: Int64?

    @Option(help: ArgumentHelp("The waits between attempts: exponential, fixed, or a list such as 10s,1m,10m.", valueName: "backoff"))
    var backoff: String?

    @Option(help: ArgumentHelp("The wait before the second attempt.", valueName: "duration"))
    var delay: String?

    @Option(help: ArgumentHelp("The longest wait of an exponential backoff.", valueName: "duration"))
    var maxDelay: String?

    @Option(help: ArgumentHelp("How long after its time an attempt may still begin.", valueName: "duration"))
    var retryWindow: String?

    @Option(help: ArgumentHelp("A failure that is final: 'exit 2', 'exit 64-78', 'status 409', 'stderr TEXT'.", valueName: "rule"))
    var fatal: [String] = []

    @Option(help: ArgumentHelp("A failure that is not final, against other rules.", valueName: "rule"))
    var transient: [String] = []

    @Option(
        help: ArgumentHelp("What follows when its end cannot be told: retry (at least once) or fail (at most once).", valueName: "policy"))
    var onLost: String?

    /// Nil where nothing is said.
    var fields: RetryFields? {
        let fields = RetryFields(
            attempts: attempts,
            backoff: backoff.map { text in
                text.contains(where: \.isNumber)
                    ? .list(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)) : .kind(text)
            },
            delay: delay, maxDelay: maxDelay, window: retryWindow, fatal: fatal.isEmpty ? nil : fatal,
            transient: transient.isEmpty ? nil : transient)
        return fields == RetryFields() ? nil : fields
    }
}
