package import Recurrence

/// Nothing starts anywhere (`pause --all`): neither occurrences nor one-offs nor retries. What runs may end.
package struct Standstill: Hashable, Sendable {
    package var by: String
    package var why: String?
    package var since: Instant
    /// When it ends by itself; nil: when somebody resumes.
    package var until: Instant?

    package init(by: String, why: String? = nil, since: Instant, until: Instant? = nil) {
        self.by = by
        self.why = why
        self.since = since
        self.until = until
    }
}
