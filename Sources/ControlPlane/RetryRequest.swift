/// How often a pulse is to be tried that fails, before anything about it has been checked. What is nil stays as it is.
package struct RetryRequest: Hashable, Sendable {
    package var attempts: Int64?
    package var backoff: Backoff?
    /// The first wait of an exponential backoff, or each of a fixed one.
    package var delay: String?
    package var maxDelay: String?
    package var window: String?
    package var fatal: [String]?
    package var transient: [String]?

    package enum Backoff: Hashable, Sendable {
        /// `exponential` or `fixed`.
        case kind(String)
        /// One wait after another.
        case list([String])
    }

    package init(
        attempts: Int64? = nil, backoff: Backoff? = nil, delay: String? = nil, maxDelay: String? = nil, window: String? = nil,
        fatal: [String]? = nil, transient: [String]? = nil
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.delay = delay
        self.maxDelay = maxDelay
        self.window = window
        self.fatal = fatal
        self.transient = transient
    }
}
