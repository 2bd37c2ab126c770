/// What one look of the doctor found.
package struct Finding: Hashable, Sendable {
    package enum Level: String, CaseIterable, Comparable, Sendable {
        case ok
        /// Worth knowing; nothing is wrong.
        case note
        /// It works, and may not for long.
        case warning
        /// Something does not work, or is not safe.
        case error

        package static func < (left: Level, right: Level) -> Bool {
            let order = Level.allCases
            return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
        }
    }

    /// What it belongs to.
    package enum Group: String, CaseIterable, Sendable {
        case program, configuration, files, daemon, service, database, disk, time, runners, history
    }

    package var group: Group
    /// What was looked at, in a word or two; stable, for programs.
    package var name: String
    package var level: Level
    /// What was found, as a sentence without its full stop.
    package var found: String
    /// The command that mends it, else what to do.
    package var remedy: String?
    /// What `--fix` does about it; nil where it leaves it alone.
    package var mending: Mending?
    /// This user may not look there.
    package var isOfAccess: Bool

    package init(
        _ group: Group, _ name: String, _ level: Level, _ found: String, remedy: String? = nil, mending: Mending? = nil,
        isOfAccess: Bool = false
    ) {
        self.group = group
        self.name = name
        self.level = level
        self.found = found
        self.remedy = remedy
        self.mending = mending
        self.isOfAccess = isOfAccess
    }
}

/// All that the doctor found.
package struct DoctorReport: Sendable {
    /// The state folder.
    package var home: String
    /// By group, in the order of the checks.
    package var findings: [Finding]
    /// What `--fix` did before this was found, and what it could not do.
    package var mended: [String]
    package var failedToMend: [String]

    package init(home: String, findings: [Finding], mended: [String] = [], failedToMend: [String] = []) {
        self.home = home
        self.findings = findings
        self.mended = mended
        self.failedToMend = failedToMend
    }

    package func count(_ level: Finding.Level) -> Int { findings.count { $0.level == level } }
}
