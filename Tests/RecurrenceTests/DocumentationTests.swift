import Foundation
import Recurrence
import Testing

/// The tables of the articles are true.
struct DocumentationTests {
    private static let catalog = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Recurrence/Recurrence.docc")

    /// The rows below a table's head, in all articles.
    private static func rows(below head: String) throws -> [[String]] {
        var rows: [[String]] = []
        for file in try FileManager.default.contentsOfDirectory(at: catalog, includingPropertiesForKeys: nil) {
            guard file.pathExtension == "md" else { continue }
            var isInside = false
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false) {
                if line == head {
                    isInside = true
                } else if !line.hasPrefix("|") {
                    isInside = false
                } else if isInside, !line.hasPrefix("|---") {
                    rows.append(cells(line))
                }
            }
        }
        return rows
    }

    /// Without their bars, blanks and code marks.
    private static func cells(_ line: Substring) -> [String] {
        line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map {
            $0.trimmingCharacters(in: .whitespaces).trimmingCharacters(in: ["`"])
        }
    }

    @Test func `fires are those that the articles show`() throws {
        let rows = try Self.rows(below: "| expression | zone | after | fires |")
        #expect(rows.count > 15)
        for row in rows {
            let zone = try SystemZones().zone(named: row[1])
            let expected = try row[3].split(separator: ", ").map { try #require(Instant(rfc3339: String($0))) }
            let start = try #require(Instant(rfc3339: row[2]))
            let found = try CronExpression(parsing: row[0]).fires(after: start, in: zone).prefix(expected.count)
            #expect(Array(found) == expected, "\(row[0]) in \(zone): \(found.map { $0.formatted(in: zone) })")
        }
    }

    @Test func `translated expressions fire together`() throws {
        let rows = try Self.rows(below: "| theirs | dialect | ours |")
        #expect(rows.count > 5)
        for row in rows {
            let theirs = try CronExpression(parsing: row[0], dialect: try #require(CronExpression.Dialect(rawValue: row[1])))
            let ours = try CronExpression(parsing: row[2])
            let start = Instant(seconds: 1_767_225_600)
            #expect(
                Array(theirs.fires(after: start, in: .utc).prefix(50)) == Array(ours.fires(after: start, in: .utc).prefix(50)), "\(row)")
        }
    }

    @Test func `what is refused has the code that the articles name`() throws {
        let refused = try Self.rows(below: "| text | code |").map { ($0[0], $0[1]) }
        let codes = try Self.rows(below: "| code | what is wrong | such as |")
        #expect(refused.count > 5)
        #expect(Set(codes.map { $0[0] }) == Set(TimeError.Code.allCases.map(\.rawValue)))
        for (text, code) in refused + codes.filter({ $0[2] != "" }).map({ ($0[2], $0[0]) }) {
            let error = #expect(throws: TimeError.self, "\(text)") { try RecurrenceRule(parsing: text) }
            #expect(error?.code.rawValue == code, "\(text): \(String(describing: error))")
        }
    }

    @Test func `every public type has its place on the landing page`() throws {
        let page = try String(contentsOf: Self.catalog.appending(path: "Recurrence.md"), encoding: .utf8)
        let sources = Self.catalog.deletingLastPathComponent()
        var types: Set<Substring> = []
        for file in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
        where file.pathExtension == "swift" {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: /(?m)^public (?:struct|enum|protocol|final class) (\w+)/)
            {
                types.insert(match.output.1)
            }
        }
        #expect(types.count > 15)
        for type in types { #expect(page.contains("- ``\(type)``"), "\(type)") }
    }

    @Test func `the example of the landing page is true`() throws {
        let rule = try RecurrenceRule(parsing: "0 9 * * 1-5")
        let berlin = try SystemZones().zone(named: "Europe/Berlin")
        let now = try instant("2026-01-16T12:00:00+01:00")
        let weekdays = Timetable(rule: rule, zone: berlin, creation: now)
        #expect(weekdays.next(after: now) == Instant(rfc3339: "2026-01-19T09:00:00+01:00"))
        #expect(Explanation(of: rule, in: berlin, now: now).words == "At 09:00, Monday to Friday")
    }

    @Test func `the example of an error is true`() {
        let error = #expect(throws: TimeError.self) { try CronExpression(parsing: "*/90 * * * *") }
        #expect(error?.code == .stepTooLarge)
        #expect(error?.field == .minute)
        #expect(error?.column == 3)
        #expect(error?.hint?.contains("every 90m") == true)
    }
}
