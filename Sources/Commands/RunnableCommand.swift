import ArgumentParser

/// A command that is given its surroundings when it runs.
protocol RunnableCommand: AsyncParsableCommand {
    func run(in surroundings: Surroundings) async throws(CommandError)
}

/// The texts that begin each command's help.
enum Examples {
    /// The discussion of a help page: examples, then what there is to know.
    static func text(_ examples: [String], _ more: String = "") -> String {
        let list = "EXAMPLES:\n" + examples.map { "  \($0)" }.joined(separator: "\n")
        return more.isEmpty ? list : list + "\n\n" + more
    }
}
