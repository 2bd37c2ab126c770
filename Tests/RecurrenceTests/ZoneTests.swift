import Recurrence
import Testing

/// What holds for every source of zones.
struct ZoneTests {
    static let sources: [any ZoneSource] = [SystemZones(fallback: nil), FoundationZones()]

    @Test(arguments: sources)
    func localTimesAreUniqueOrInAGapOrInAnOverlap(zones: any ZoneSource) throws {
        let berlin = try zones.zone(named: "Europe/Berlin")
        let noon = try #require(CivilTime(year: 2026, month: 3, day: 29, hour: 12))
        #expect(berlin.resolve(noon) == .unique(try instant("2026-03-29T10:00:00Z")))
        let gap = try #require(CivilTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30))
        #expect(berlin.resolve(gap) == .gap(shifted: try instant("2026-03-29T01:30:00Z")))
        let overlap = try #require(CivilTime(year: 2026, month: 10, day: 25, hour: 2, minute: 30))
        #expect(
            berlin.resolve(overlap) == .overlap(first: try instant("2026-10-25T00:30:00Z"), second: try instant("2026-10-25T01:30:00Z")))
    }

    @Test(arguments: sources)
    func aDayThatWasLeftOutIsAGap(zones: any ZoneSource) throws {
        let apia = try zones.zone(named: "Pacific/Apia")
        let noon = try #require(CivilTime(year: 2011, month: 12, day: 30, hour: 12))
        #expect(apia.resolve(noon) == .gap(shifted: try instant("2011-12-30T22:00:00Z")))
        #expect(apia.civilTime(at: try instant("2011-12-30T10:00:00Z")) == CivilTime(year: 2011, month: 12, day: 31))
    }

    @Test(arguments: sources)
    func everyInstantComesBackFromItsLocalTime(zones: any ZoneSource) throws {
        for name in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "America/St_Johns"] {
            let zone = try zones.zone(named: name)
            for step in 0..<2_000 {
                let instant = Instant(seconds: 1_262_304_000 + Int64(step) * 400_003)
                switch zone.resolve(zone.civilTime(at: instant)) {
                case .unique(let only): #expect(only == instant)
                case .overlap(let first, let second): #expect(first == instant || second == instant)
                case .gap: Issue.record("\(instant) has a local time in \(name)")
                }
            }
        }
    }

    @Test(
        arguments: [
            "Europe/Berlin", "UTC", "Etc/UTC", "US/Eastern", "Asia/Calcutta", "Europe/Kyiv", "GB", "EST", "Etc/GMT+5", "Zulu", "GMT+0",
            "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "NZ-CHAT",
        ], sources)
    func takesIANANamesAndLinks(name: String, zones: any ZoneSource) throws {
        #expect(try zones.zone(named: name).identifier == name)
    }

    @Test(
        arguments: [
            "", " ", "PST", "BST", "IST", "CEST", "GMT+2", "UTC+3", "+01:00", "utc", "europe/berlin", "EUROPE/BERLIN", "Europe",
            "/usr/share/zoneinfo/Europe/Berlin", "/etc/localtime", "../etc/passwd", "../../etc/passwd", "Europe/../Europe/Berlin",
            "Europe//Berlin", "Europe/Berlin/", "./Europe/Berlin", "posix/Europe/Berlin", "right/Europe/Berlin", "SystemV/PST8",
            "Factory", "localtime", "posixrules", "leapseconds", "tzdata.zi", "zone.tab", "Foo/Bar", "Etc/Unknown", "Europe/Berlin ",
            " Europe/Berlin", "Europe/Berlin\0", "Europe\u{7}/Berlin", "Europe/B\u{E9}rlin", "EST5EDT,M3.2.0,M11.1.0",
            String(repeating: "A", count: 65), String(repeating: "Europe/", count: 10),
        ], sources)
    func refusesAbbreviationsOffsetsAndPaths(name: String, zones: any ZoneSource) {
        let error = #expect(throws: TimeError.self) { try zones.zone(named: name) }
        #expect(error?.code == .unknownZone)
        #expect(error?.field == .zone)
        #expect(error?.value == name)
        #expect(error?.message.contains("use an IANA name such as Europe/Berlin or UTC") == true)
        #expect(error?.message.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
    }

    @Test(
        arguments: [
            ("europe/berlin", "Europe/Berlin"), ("Europe/Belin", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("utc", "UTC"),
            ("new york", "America/New_York"), ("Tokio", "Asia/Tokyo"), ("posix/Asia/Tokyo", "Asia/Tokyo"),
            ("/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"), ("PST", "America/Los_Angeles"), ("cest", "Europe/Berlin"),
            ("UTC+3", "Etc/GMT-3"), ("-05:00", "Etc/GMT+5"), ("GMT+00", "UTC"), ("Z", "UTC"),
        ], sources)
    func namesTheNearestZone(given: (name: String, meant: String), zones: any ZoneSource) {
        let error = #expect(throws: TimeError.self) { try zones.zone(named: given.name) }
        #expect(error?.hint == "did you mean \(given.meant)?")
    }

    @Test(arguments: ["", "UTC+05:30", "+15", "../../etc/passwd", String(repeating: "Europe/Berlin", count: 6)], sources)
    func doesNotGuessWhatNobodyCanHaveMeant(name: String, zones: any ZoneSource) {
        let error = #expect(throws: TimeError.self) { try zones.zone(named: name) }
        #expect(error?.hint == nil)
    }

    @Test func hostAlwaysHasAZone() throws {
        #expect(FoundationZones.isAvailable)
        #expect(throws: Never.self) { try FoundationZones().zone(named: FoundationZones.host.identifier) }
        #expect(throws: Never.self) { try SystemZones().zone(named: SystemZones().host.identifier) }
    }
}
