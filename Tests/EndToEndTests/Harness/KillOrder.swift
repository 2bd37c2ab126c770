import StrictJSON
import TestSupport

/// One pulse that a writer asks for.
struct KillOrder: Sendable {
    var key: String
    var delay: Duration
    var retry: KillRetry?
    var pools: [String] = []
    /// The request's key and the step's name, where it is one of several that are made together.
    var step: (pipeline: String, name: String)?
    /// What it waits for, by the names of steps.
    var after: [(step: String, needsSuccess: Bool)] = []
    private var phrase: String
    private var priority: String
    private var command: [String]

    static let longestNearDelay = Duration.seconds(2)

    /// Something that runs in this history, at once or in a moment: most of it short and good, some of it long, failing or clinging
    /// to life.
    static func near(_ key: String, _ home: KillHome, _ plan: KillWriter.Plan, _ random: inout SeededGenerator) -> KillOrder {
        let seconds = random.chance(70) ? 0 : Int.random(in: 1...2, using: &random)
        var manner: KillChild.Manner = random.chance(60) ? .plain : random.chance(50) ? .stubborn : .escapee
        if manner == .escapee, plan.hasFugitives, random.chance(50) { manner = .fugitive }
        let range = random.chance(70) ? 0...40 : random.chance(80) ? 40...150 : 150...400
        let pools = plan.features.contains(.pools) ? KillPools.some(&random) : []
        let retry = plan.features.contains(.retries) && random.chance(40) ? KillRetry.some(&random) : nil
        let failures = random.chance(70) ? 0 : random.chance(50) ? 1 : random.chance(66) ? 2 : 99
        // A pool of one is to keep up with what is asked of it.
        let milliseconds = Int.random(in: pools.contains("one") ? 0...20 : range, using: &random)
        let command = home.command(
            key: key, pools.contains("one") ? .plain : manner, milliseconds: milliseconds, failures: retry?.failures ?? failures,
            exit: retry?.exit ?? 1, places: KillPools.places(pools))
        return KillOrder(
            key: key, delay: .seconds(seconds), retry: retry, pools: pools, phrase: seconds == 0 ? "now" : "in \(seconds) seconds",
            priority: somePriority(&random), command: command)
    }

    /// Something that runs at once and ends well.
    static func plain(_ key: String, _ home: KillHome, milliseconds: Int, pools: [String]) -> KillOrder {
        KillOrder(
            key: key, delay: .zero, pools: pools, phrase: "now", priority: "normal",
            command: home.command(key: key, .plain, milliseconds: milliseconds, failures: 0, places: KillPools.places(pools)))
    }

    /// Something that is only kept: it is due when the history has long been over, wherever the clock is set.
    static func far(_ key: String, _ home: KillHome, _ random: inout SeededGenerator) -> KillOrder {
        KillOrder(
            key: key, delay: .seconds(1000 * 86_400), phrase: "in 1000 days", priority: somePriority(&random),
            command: home.command(key: key, .plain, milliseconds: 0, failures: 0))
    }

    /// One of several that are made together: short; one in six fails for good.
    static func step(
        _ name: String, after: [(step: String, needsSuccess: Bool)], of pipeline: String, _ home: KillHome, _ plan: KillWriter.Plan,
        _ random: inout SeededGenerator
    ) -> KillOrder {
        let key = "\(pipeline).\(name)"
        let retry = KillRetry.ofStep(failing: random.chance(16), &random)
        let pools = plan.features.contains(.pools) && random.chance(10) ? ["three"] : []
        let command = home.command(
            key: key, random.chance(80) ? .plain : .stubborn, milliseconds: Int.random(in: 0...60, using: &random),
            failures: retry.failures, exit: retry.exit, places: KillPools.places(pools))
        return KillOrder(
            key: key, delay: .zero, retry: retry, pools: pools, step: (pipeline, name), after: after, phrase: "now",
            priority: somePriority(&random), command: command)
    }

    private static func somePriority(_ random: inout SeededGenerator) -> String {
        ["critical", "high", "normal", "low", "deferred"].randomElement(using: &random) ?? "normal"
    }

    var isFar: Bool { delay > .seconds(60) }

    /// What the checker is told of it.
    var terms: Terms {
        let place = step.map { step in
            StepTerms(
                pipeline: step.pipeline,
                after: after.map { StepTerms.After(key: "\(step.pipeline).\($0.step)", needsSuccess: $0.needsSuccess) })
        }
        return Terms(retry: retry?.terms, pools: pools, step: place)
    }

    /// The fields of a request. The key goes along as the first tag, so that the dump tells it; that of the pipeline as the second.
    var json: JSON {
        var object: JSONObject = [
            "command": .array(command.map(JSON.string)), "at": .string(phrase), "priority": .string(priority),
            "tags": .array(([key] + [step?.pipeline].compactMap(\.self)).map(JSON.string)),
        ]
        object["retry"] = retry?.json
        if !pools.isEmpty { object["pools"] = .array(pools.map(JSON.string)) }
        if let step {
            object["name"] = .string(step.name)
            object["after"] = .array(after.map { $0.needsSuccess ? .string($0.step) : ["step": .string($0.step), "when": "end"] })
        }
        return .object(object)
    }
}
