/// What to run and under which limits; nothing of the daemon's own environment, descriptors or signals reaches the child.
package struct ChildSpec: Sendable {
    /// Absolute path of the program, resolved beforehand (`resolveExecutable`).
    package var executable: String
    /// The arguments after the program's own name; never seen by a shell. At most 131,071 bytes each on Linux.
    package var arguments: [String]
    /// The whole environment of the child: nothing is inherited. `UPBEAT_RUN` in it is the run's marker.
    package var environment: [String: String]
    /// The folder the child starts in; it must exist.
    package var workingDirectory: String
    package var input: Input
    /// How long the leader may run, counted from when it was spawned, suspended time included; nil for ever.
    package var timeout: Duration?
    /// How long the tree may take to end after TERM before it is killed.
    package var grace: Duration
    package var output: OutputPlan

    /// What the child finds on its standard input.
    package enum Input: Sendable, Hashable {
        /// `/dev/null`.
        case none
        /// These bytes, then end of file. A child that does not read them is not disturbed.
        case bytes([UInt8])
    }

    package init(
        executable: String, arguments: [String] = [], environment: [String: String], workingDirectory: String,
        input: Input = .none, timeout: Duration?, grace: Duration, output: OutputPlan
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.input = input
        self.timeout = timeout
        self.grace = grace
        self.output = output
    }
}

/// Where a child's output goes and how much of it is kept.
package struct OutputPlan: Sendable {
    /// Files for the two streams, made at the first byte with mode 0600; nil counts and keeps the last text only.
    package var standardOutput: String?
    package var standardError: String?
    /// Most bytes kept of each stream: its first half as it comes, its last half in memory until the end.
    package var limit: Int
    /// Makes the folder of a file before the file is made; nil makes it, and those above it, with mode 0700.
    package var prepareFolder: (@Sendable (_ folder: String) throws -> Void)?

    package init(
        standardOutput: String?, standardError: String?, limit: Int,
        prepareFolder: (@Sendable (_ folder: String) throws -> Void)? = nil
    ) {
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.limit = limit
        self.prepareFolder = prepareFolder
    }
}
