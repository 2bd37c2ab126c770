import Foundation
import Recurrence

/// `upbeat-recurrence-bench`: nanoseconds per next fire and per parse, as a table in Markdown, or JSON with `--json`.
@main
enum Main {
    static let zones = SystemZones()

    static func main() throws {
        var report = Report()
        for (expression, zone) in NextFire.rows {
            report.add(try NextFire(expression: expression, zone: zone).measure())
        }
        report.add(try NextFire(expression: "30 2 * * *", zone: "America/New_York", years: farYears).measure())
        report.add(try NearTransition(expression: "30 2 * * *").measure())
        report.add(try NearTransition(expression: "*/15 * * * *").measure())
        for expression in ["* * * * *", "30 2 * * *", "0,30 8-18/2 1,15 */3 *", "CRON_TZ=America/New_York 0 0 9 ? * MON-FRI 2026-2040"] {
            report.add(try Parsing(expression: expression).measure())
        }
        report.add(try ManySchedules(count: 100_000).measure())
        print(CommandLine.arguments.contains("--json") ? report.json : report.markdown)
    }
}

/// The best of some rounds, in nanoseconds for each of so many: other work on the machine only ever makes a round slower.
func nanoseconds(each count: Int, rounds: Int = 7, _ body: () throws -> Void) rethrows -> Double {
    var best = Duration.seconds(1_000_000)
    for _ in 0..<rounds { best = min(best, try ContinuousClock().measure(body)) }
    let (seconds, attoseconds) = best.components
    return (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count)
}

/// Keeps what was computed from being left out.
@inline(never)
func keep(_ value: Int64) { kept = value }
nonisolated(unsafe) private var kept: Int64 = 0
