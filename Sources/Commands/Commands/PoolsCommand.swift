import ArgumentParser
import Client
import WireModel

/// `upbeat pools`: the limits that pulses share.
struct PoolsCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pools",
        abstract: "List the pools: what runs in them, what waits, when they open.",
        discussion: Examples.text(
            ["upbeat pools", "upbeat add \"sum up the week\" --pool llm", "upbeat pools --json | jq '.pools[] | select(.closed)'"],
            """
            A pool is declared in the configuration, below `pools:`; `llm: 1` lets one pulse run at once that names it. When piped it \
            prints columns between tabs: name, running, waiting, rate, today, state.
            """))

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    private static let invitation = """
        One is declared in the configuration (`upbeat config check` shows what is):

          pools:
            llm: 1                                  # one run at once
            api: {capacity: 4, rate: 10/minute, daily: 500}

        When a daemon has started with it, `upbeat add "..." --pool llm` uses it.
        """

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let (answer, isDaemon) = try await surroundings.ask(global) { door throws(ClientError) in
            (try await door.client.pools(), door.isDaemon)
        }
        if json { return try surroundings.printJSON(answer) }
        guard !answer.pools.isEmpty else {
            let lead = isDaemon ? "No pools are declared." : "No daemon runs, and none has brought a pool into force."
            return surroundings.tell("\(lead) \(Self.invitation)")
        }
        let table = PoolTable(words: surroundings.words).table(answer.pools)
        if let width = surroundings.output.width {
            try surroundings.print(table.rendered(width: width, paint: surroundings.paint(global)))
        } else {
            try surroundings.print(table.plain())
        }
        if !isDaemon, surroundings.messages.isTerminal { surroundings.tell("No daemon runs; this is what the last one left.") }
    }
}
