import Client

/// Prints a run's stream to ours: as it is, or safe where ours is a terminal.
struct OutputPrinter {
    private let target: ByteStream
    private var filter: TerminalFilter?

    init(_ stream: OutputName, _ surroundings: Surroundings) {
        target = stream == .stdout ? surroundings.output : surroundings.messages
        filter = target.isTerminal ? TerminalFilter() : nil
    }

    mutating func print(_ bytes: [UInt8]) throws(CommandError) {
        try write(filter?.show(bytes) ?? bytes)
    }

    /// Prints what was kept back of an unfinished character.
    mutating func finish() throws(CommandError) {
        try write(filter?.finish() ?? [])
    }

    func printAll(_ bytes: [UInt8]) throws(CommandError) {
        var printer = self
        try printer.print(bytes)
        try printer.finish()
    }

    private func write(_ bytes: [UInt8]) throws(CommandError) {
        if !bytes.isEmpty { try target.write(bytes) }
    }
}
