import Foundation
import Testing

@testable import Recurrence

/// Every zone of the system's files against other readers: a sample, or everything where `UPBEAT_ZONES=all` (`make zones`).
struct ZoneAgreementTests {
    private static let directory = "/usr/share/zoneinfo"
    private static let names = ZoneFile.names(in: directory).sorted()
    private static let isWhole = ProcessInfo.processInfo.environment["UPBEAT_ZONES"] == "all"
    private static let zones = SystemZones(directories: [directory], fallback: nil)
    private static let period = Instant(seconds: 0)..<Instant(seconds: 4_102_444_800)

    /// Debian builds these two by rules of their own; since tzdata 2024b, which ICU has, they are links. Until these instants
    /// the linked places had other offsets.
    private static let relinked: [String: (link: String, until: Int64)] = [
        "EET": ("Europe/Athens", 338_950_800),  // 1980-09-28T01:00:00Z
        "WET": ("Europe/Lisbon", 828_234_000),  // 1996-03-31T01:00:00Z
    ]

    /// The version of the files, where they say it. Foundation's data came with the toolchain: 2025b or later.
    private static let version = (try? String(contentsOfFile: directory + "/tzdata.zi", encoding: .utf8))
        .flatMap { $0.split(whereSeparator: \.isNewline).first.map { $0.replacing("# version ", with: "") } }

    @Test func everyZoneAgreesWithFoundation() throws {
        #expect(Self.names.count > 300)
        var generator = SeededGenerator(state: UInt64(Self.names.count))
        for name in Self.names {
            let zone = try Self.zones.zone(named: name)
            guard let judge = TimeZone(identifier: name) else {
                judgeDiffers("Foundation does not know \(name)")
                continue
            }
            for seconds in points(zone, judge, &generator) {
                let date = Date(timeIntervalSince1970: Double(seconds))
                let (ours, theirs) = (zone.offset(at: Instant(seconds: seconds)), judge.secondsFromGMT(for: date))
                if ours == theirs {
                    continue
                }
                if let (link, until) = Self.relinked[name], seconds < until {
                    #expect(try Self.zones.zone(named: link).offset(at: Instant(seconds: seconds)) == theirs)
                } else {
                    judgeDiffers("\(name) at \(Instant(seconds: seconds)): \(ours) here, \(theirs) in Foundation")
                    break
                }
            }
        }
        #expect(Self.zones.damagedFiles.isEmpty)
    }

    /// Seconds around changes and between them, 1970 to 2100, and some up to the year 9999.
    private func points(_ zone: Zone, _ judge: TimeZone, _ generator: inout SeededGenerator) -> [Int64] {
        var changes = zone.transitions(in: Self.period).map(\.instant.seconds)
        if Self.isWhole {
            var date = Date(timeIntervalSince1970: 0)
            while let next = judge.nextDaylightSavingTimeTransition(after: date), next.timeIntervalSince1970 < 4_102_444_800 {
                changes.append(Int64(next.timeIntervalSince1970))
                date = next
            }
        } else {
            changes = (0..<12).compactMap { _ in changes.randomElement(using: &generator) }
        }
        let edges = [0] + Set(changes).sorted() + [4_102_444_800]
        let between = zip(edges, edges.dropFirst()).map { ($0 + $1) / 2 }
        let days: [Int64] = Self.isWhole ? Array(stride(from: 43_200, to: 4_102_444_800, by: 86_400)) : []
        let far = (0..<8).map { _ in Int64.random(in: 4_102_444_800..<253_402_300_800, using: &generator) }
        let near = edges.flatMap { [max($0 - 1, 0), $0, $0 + 1] }
        return [near, between, days, far].flatMap(\.self)
    }

    /// The same data by two ways: files and their rules, and what Foundation was asked for.
    @Test func foundationsZonesHaveTheSameSpans() throws {
        var generator = SeededGenerator(state: 7)
        let names = Self.isWhole ? Self.names : (0..<40).compactMap { _ in Self.names.randomElement(using: &generator) }
        for name in names where Self.relinked[name] == nil {
            guard let theirs = try? FoundationZones().zone(named: name) else {
                judgeDiffers("Foundation does not know \(name)")
                continue
            }
            let ours = try Self.zones.zone(named: name)
            guard ours.fingerprint == theirs.fingerprint else {
                judgeDiffers("\(name): other data in Foundation")
                continue
            }
            for _ in 0..<50 {
                let seconds = Int64.random(in: 0..<253_402_300_800, using: &generator)
                let (span, other) = (ours.span(at: seconds), theirs.span(at: seconds))
                // Where nothing changed since, spans begin in a past of which the two know different things.
                #expect(span.until == other.until && span.offset == other.offset && max(span.from, 0) == max(other.from, 0), "\(name)")
            }
        }
    }

    /// Python reads the same files: `zone_transitions.py` writes what it finds, day by day.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["UPBEAT_ZONE_TRANSITIONS"] != nil))
    func everyTransitionIsPythonsToo() throws {
        let path = try #require(ProcessInfo.processInfo.environment["UPBEAT_ZONE_TRANSITIONS"])
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == Self.names.count)
        for line in lines {
            let parts = line.split(separator: " ").map(String.init)
            let zone = try Self.zones.zone(named: parts[0])
            let (from, until) = (try #require(Int64(parts[1])), try #require(Int64(parts[2])))
            let found = zone.transitions(in: Instant(seconds: from + 1)..<Instant(seconds: until))
            #expect(parts[3] == String(zone.offset(at: Instant(seconds: from))), "\(parts[0])")
            #expect(found.map { "\($0.instant.seconds):\($0.offsetAfter)" } == Array(parts[4...]), "\(parts[0])")
        }
    }

    /// With files of another version than that the list above was made for, a difference is worth a look but no failure.
    private func judgeDiffers(_ what: String, _ location: SourceLocation = #_sourceLocation) {
        if Self.version == nil || Self.version == "2025b" {
            Issue.record("\(what)", sourceLocation: location)
        } else {
            withKnownIssue { Issue.record("\(what) (tzdata \(Self.version ?? "?"))", sourceLocation: location) }
        }
    }
}
