/// What becomes of the house when the configuration is read anew.
package struct Reconfiguration: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        package enum Subject: String, CaseIterable, Sendable {
            case setting, runner, agent, pool, schedule, hook
        }

        package enum Kind: String, CaseIterable, Sendable {
            case added, changed, removed
        }

        package var subject: Subject
        package var name: String
        package var kind: Kind
        /// What it was and what it is, where that fits into a few words.
        package var detail: String?

        package init(_ subject: Subject, _ name: String, _ kind: Kind, detail: String? = nil) {
            self.subject = subject
            self.name = name
            self.kind = kind
            self.detail = detail
        }
    }

    /// Something that is wrong for itself alone: what was in force of it before stays.
    package struct Refusal: Hashable, Sendable {
        package var name: String
        package var why: String
        package var subject: Change.Subject

        package init(name: String, why: String, subject: Change.Subject = .schedule) {
            self.name = name
            self.why = why
            self.subject = subject
        }
    }

    /// Nothing was done; it is what would be.
    package var isDryRun: Bool
    package var changes: [Change]
    package var refused: [Refusal]
    /// Settings that were changed and hold from the next start on.
    package var needsRestart: [String]

    package init(isDryRun: Bool, changes: [Change] = [], refused: [Refusal] = [], needsRestart: [String] = []) {
        self.isDryRun = isDryRun
        self.changes = changes
        self.refused = refused
        self.needsRestart = needsRestart
    }
}

/// Reads the configuration anew, which is for persons alone.
package struct Reconfigure: Sendable {
    /// Reads and checks all of it, and brings it into force unless it is a dry run. Throws `conflict` with all that is wrong, and nothing
    /// has changed then.
    package typealias Source = @Sendable (_ isDryRun: Bool) async throws(RequestError) -> Reconfiguration

    /// Of a house that reads no configuration anew.
    package static let none: Source = { isDryRun throws(RequestError) in Reconfiguration(isDryRun: isDryRun) }

    let plane: ControlPlane

    package func callAsFunction(isDryRun: Bool, by caller: Caller) async throws(RequestError) -> Reconfiguration {
        try await plane.principal(caller).mayDo("read the configuration anew")
        return try await plane.configuration(isDryRun)
    }
}
