import Foundation

/// `upbeat-bench [ROW...]`: measures the rows that are named, or all, and prints one table in Markdown, or JSON with `--json`.
@main
enum Main {
    static let rows: [any Row] = [
        LifeCycle(), Inserts(callers: 1), Inserts(callers: 8), Inserts(callers: 32), Inserts(callers: 128), WholeEngine(), PooledEngine(),
        SpawnRate(),
        ClaimCost(), HTTPTrigger(), Lateness(), Restart(), Idle(),
        FireCost(), ScheduledLateness(), ScheduleHerd(), ManySchedules(), Drain(),
    ]

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        let wanted = arguments.filter { !$0.hasPrefix("--") }
        let folder = NSTemporaryDirectory() + "upbeat-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var report = Report(fdatasync: BareLimit.fdatasync(folder))
        for row in rows where wanted.isEmpty || wanted.contains(where: { row.name.hasPrefix($0) }) {
            report.add(try await row.measure(in: folder))
            FileHandle.standardError.write(Data("\(row.name) done\n".utf8))
        }
        print(arguments.contains("--json") ? report.json : report.markdown)
    }
}

/// One thing that is measured against its bare limit.
protocol Row: Sendable {
    /// Its short name on the command line.
    var name: String { get }

    /// Measures in a folder of its own below the given one; ours and the bare limit take turns.
    func measure(in folder: String) async throws -> [Figure]
}

/// One line of the table.
struct Figure {
    var what: String
    /// Ours, with its unit.
    var ours: String
    /// The bare limit of the same run; nil where there is none.
    var bare: String?
    /// Ours over bare; more is better.
    var ratio: Double?
}

struct Failure: Error { var what: String }

func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) / 1e18
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func perSecond(_ count: Int, _ seconds: Double) -> String { "\(Int(Double(count) / seconds))/s" }
