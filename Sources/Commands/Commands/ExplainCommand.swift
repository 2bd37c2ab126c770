import ArgumentParser
import Foundation
import Recurrence
import StrictJSON

/// `upbeat explain`: what a schedule or a time means.
struct ExplainCommand: RunnableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say in words what a schedule or a time means, and when it comes.",
        discussion: Examples.text(
            [
                "upbeat explain '0 9 * * 1-5' --tz Europe/Berlin",
                "upbeat explain every 90 minutes",
                "upbeat explain tomorrow at 9am",
                "upbeat explain '0 0 9 ? * 2-6' --dialect quartz",
                "upbeat explain --batch < questions.jsonl",
            ],
            """
            Takes cron with 5, 6 (seconds first) or 7 fields, macros, intervals and times. Needs no daemon. With --batch each line of \
            the input is a JSON object: {"id", "expr", "tz", "start", "n"} gives {"id", "next"}; {"id", "phrase", "tz", "now"} gives \
            {"id", "at"}; {"id", "schedule", "nominal", "following", "jitter_ms"} gives {"id", "offset_ms"}. Times are unix seconds.
            """))

    @Argument(help: ArgumentHelp("A schedule or a time.", valueName: "expr"))
    var words: [String] = []

    @Option(name: .customLong("tz"), help: ArgumentHelp("The time zone; this machine's where none is given.", valueName: "zone"))
    var zone: String?

    @Option(name: [.customShort("n"), .customLong("count")], help: ArgumentHelp("How many times to list.", valueName: "number"))
    var count = 5

    @Option(help: ArgumentHelp("Where to begin, as a time; now where none is given.", valueName: "time"))
    var from: String?

    @Option(help: ArgumentHelp("How cron is read: upbeat, rust-cron or quartz.", valueName: "dialect"))
    var dialect = CronExpression.Dialect.upbeat.rawValue

    @Option(help: ArgumentHelp("The schedule's name, from which H draws.", valueName: "name"))
    var name: String?

    @Flag(help: "Read questions from standard input, one JSON object a line.")
    var batch = false

    @Flag(help: "Answer in JSON.")
    var json = false

    @OptionGroup var global: GlobalOptions

    func run(in surroundings: Surroundings) async throws(CommandError) {
        let zones = SystemZones()
        if batch {
            guard words.isEmpty else {
                throw .usage("--batch reads its questions from standard input; leave out \(Words.quoted(words[0]))")
            }
            return try ExplainBatch(answers: ExplainLine(zones: zones, zone: zones.host, now: surroundings.now))
                .run(surroundings.input, surroundings.output)
        }
        let text = words.joined(separator: " ")
        guard !text.isEmpty else { throw .usage("say what to explain, for example: upbeat explain '0 9 * * 1-5'") }
        guard (0...1000).contains(count) else { throw .usage("-n is \(count); it goes from 0 to 1000") }
        guard let dialect = CronExpression.Dialect(rawValue: dialect) else {
            let names = CronExpression.Dialect.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("--dialect is \(Words.quoted(dialect)); it is one of \(names)")
        }
        var question = ScheduleQuestion(text: text, zone: zone, dialect: dialect, schedule: name, from: surroundings.now())
        let page: ExplainPage
        do {
            if let from {
                let start = try zone.map { name throws(TimeError) in try zones.zone(named: name) } ?? zones.host
                question.from = try TimePhrase.resolve(from, now: question.from, zone: start, past: .allow, zones: zones).instant
            }
            let answer = try question.resolved(zones: zones, default: zones.host)
            page = ExplainPage(question: question, answer: answer, count: count)
        } catch {
            if json {
                try surroundings.printJSON(["error": .object(error.members)])
                throw .ended(code: ExitCodes.usage)
            }
            throw .usage(ExplainPage.complaint(error, about: text))
        }
        if json { return try surroundings.printJSON(page.document) }
        try surroundings.print(page.text(width: surroundings.output.width, paint: surroundings.paint(global), words: surroundings.words))
    }
}
