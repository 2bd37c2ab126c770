import StrictJSON
import TestSupport

/// One request of a writer.
struct KillOrder: Sendable {
    var key: String
    var delay: Duration
    private var phrase: String
    private var priority: String
    private var command: [String]

    static let longestNearDelay = Duration.seconds(2)

    /// Something that runs in this history, at once or in a moment: most of it short and good, some of it long, failing or clinging
    /// to life.
    static func near(_ key: String, _ home: KillHome, hasFugitives: Bool, _ random: inout SeededGenerator) -> KillOrder {
        let seconds = random.chance(70) ? 0 : Int.random(in: 1...2, using: &random)
        var manner: KillChild.Manner = random.chance(60) ? .plain : random.chance(50) ? .stubborn : .escapee
        if manner == .escapee, hasFugitives, random.chance(50) { manner = .fugitive }
        let range = random.chance(70) ? 0...40 : random.chance(80) ? 40...150 : 150...400
        let failures = random.chance(70) ? 0 : random.chance(50) ? 1 : random.chance(66) ? 2 : 99
        let command = home.command(
            key: key, manner, milliseconds: Int.random(in: range, using: &random), failures: failures)
        return KillOrder(
            key: key, delay: .seconds(seconds), phrase: seconds == 0 ? "now" : "in \(seconds) seconds",
            priority: somePriority(&random), command: command)
    }

    /// Something that is only kept: it is due when the history has long been over, wherever the clock is set.
    static func far(_ key: String, _ home: KillHome, _ random: inout SeededGenerator) -> KillOrder {
        KillOrder(
            key: key, delay: .seconds(1000 * 86_400), phrase: "in 1000 days", priority: somePriority(&random),
            command: home.command(key: key, .plain, milliseconds: 0, failures: 0))
    }

    private static func somePriority(_ random: inout SeededGenerator) -> String {
        ["critical", "high", "normal", "low", "deferred"].randomElement(using: &random) ?? "normal"
    }

    /// The body of `POST /v1/pulses`. The key goes along as a tag, so that the dump tells it.
    var body: [UInt8] {
        let json: JSON = [
            "command": .array(command.map(JSON.string)), "at": .string(phrase), "priority": .string(priority), "tags": [.string(key)],
        ]
        return Array(json.serialized().utf8)
    }
}
