import Foundation
import Testing

@testable import Recurrence

struct SystemZonesTests {
    /// A folder for zone files, gone after the test.
    private final class Folder {
        let path: String

        init() throws {
            path = NSTemporaryDirectory() + "/upbeat-zones-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: path + "/Test", withIntermediateDirectories: true)
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }

        func write(_ bytes: [UInt8], to name: String = "Test/Zone", modified: TimeInterval? = nil) throws {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
            if let modified {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: modified)], ofItemAtPath: "\(path)/\(name)")
            }
        }

        func write(hours: Int32, to name: String = "Test/Zone", modified: TimeInterval? = nil) throws {
            let file = TZifBytes(types: [(hours * 3600, 0, 0)], designations: "AAA\0", footer: "AAA\(-hours)")
            try write(file.bytes, to: name, modified: modified)
        }

        func zones(fallback: FoundationZones? = nil, recheck: Duration = .zero) -> SystemZones {
            SystemZones(directories: [path], fallback: fallback, recheck: recheck)
        }
    }

    private let now = Instant(seconds: 1_768_899_600)

    // MARK: Reading again

    @Test func aFileThatChangedIsReadAgain() throws {
        let folder = try Folder()
        let zones = folder.zones()
        try folder.write(hours: 1)
        let first = try zones.zone(named: "Test/Zone")
        #expect(first.offset(at: now) == 3600)
        #expect(try zones.zone(named: "Test/Zone").fingerprint == first.fingerprint)
        // In place: only the time of the change tells.
        try folder.write(hours: 2, modified: 1_000_000)
        let second = try zones.zone(named: "Test/Zone")
        #expect(second.offset(at: now) == 7200)
        #expect(second == first && second.fingerprint != first.fingerprint)
        // Replaced by a file of the same size and time: another inode.
        try folder.write(hours: 3, to: "Test/New", modified: 1_000_000)
        #expect(rename("\(folder.path)/Test/New", "\(folder.path)/Test/Zone") == 0)
        #expect(try zones.zone(named: "Test/Zone").offset(at: now) == 10_800)
        #expect(first.offset(at: now) == 3600)
    }

    @Test func aFileIsLookedAtAgainOnlyAfterAWhile() throws {
        let folder = try Folder()
        let zones = folder.zones(recheck: .seconds(3600))
        try folder.write(hours: 1)
        #expect(try zones.zone(named: "Test/Zone").offset(at: now) == 3600)
        try folder.write(hours: 2, modified: 1_000_000)
        #expect(try zones.zone(named: "Test/Zone").offset(at: now) == 3600)
    }

    @Test func aFileThatComesOrGoesIsSeen() throws {
        let folder = try Folder()
        let zones = folder.zones()
        for _ in 0..<2 {
            #expect(throws: TimeError.self) { try zones.zone(named: "Test/Zone") }
            try folder.write(hours: 1)
            #expect(try zones.zone(named: "Test/Zone").offset(at: now) == 3600)
            try FileManager.default.removeItem(atPath: "\(folder.path)/Test/Zone")
        }
    }

    // MARK: Damage

    @Test func aDamagedFileFallsToFoundationAndSaysWhy() throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(atPath: folder.path + "/Europe", withIntermediateDirectories: true)
        try folder.write(Array(TZifBytes.honolulu.bytes.dropLast()), to: "Europe/Berlin")
        let zones = folder.zones(fallback: FoundationZones())
        #expect(zones.damagedFiles.isEmpty)
        #expect(try zones.zone(named: "Europe/Berlin").offset(at: now) == 3600)
        #expect(zones.damagedFiles == ["\(folder.path)/Europe/Berlin": .wrongLength])
        try folder.write(hours: 5, to: "Europe/Berlin", modified: 1_000_000)
        #expect(try zones.zone(named: "Europe/Berlin").offset(at: now) == 18_000)
        #expect(zones.damagedFiles.isEmpty)
    }

    @Test func whatWasReadBeforeOutlivesDamage() throws {
        let folder = try Folder()
        let zones = folder.zones(fallback: FoundationZones())
        try folder.write(hours: 1)
        #expect(try zones.zone(named: "Test/Zone").offset(at: now) == 3600)
        try folder.write([0x54], modified: 1_000_000)
        #expect(try zones.zone(named: "Test/Zone").offset(at: now) == 3600)
        #expect(zones.damagedFiles.values.map { $0 } == [.wrongLength])
    }

    @Test func whatIsNoFileIsNoZone() throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(atPath: folder.path + "/Test/Folder", withIntermediateDirectories: true)
        #expect(mkfifo("\(folder.path)/Test/Pipe", 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/Test/Loop", withDestinationPath: "Loop")
        try folder.write(Array(repeating: 0, count: TZifReader.sizeLimit + 1), to: "Test/Large")
        try folder.write(Array("TZ=UTC".utf8), to: "Test/Text")
        let zones = folder.zones()
        for name in ["Test", "Test/Folder", "Test/Pipe", "Test/Loop", "Test/Large", "Test/Text", "Test/None"] {
            #expect(throws: TimeError.self, "\(name)") { try zones.zone(named: name) }
        }
        #expect(zones.damagedFiles == ["\(folder.path)/Test/Large": .tooLarge, "\(folder.path)/Test/Text": .notTimeZoneData])
    }

    // MARK: Places

    @Test func theFirstPlaceThatHasAZoneWins() throws {
        let (first, second) = (try Folder(), try Folder())
        try first.write(hours: 1)
        try second.write(hours: 2)
        try second.write(hours: 3, to: "Test/Other")
        let zones = SystemZones(directories: [first.path, second.path], fallback: FoundationZones())
        #expect(try zones.zone(named: "Test/Zone").offset(at: now) == 3600)
        #expect(try zones.zone(named: "Test/Other").offset(at: now) == 10_800)
        #expect(try zones.zone(named: "Europe/Berlin").offset(at: now) == 3600)
        #expect(SystemZones.directories(environment: ["TZDIR": "/a"]).first == "/a")
        #expect(SystemZones.directories(environment: ["TZDIR": "a"]).first == "/usr/share/zoneinfo")
    }

    @Test func withoutAnySourceOnlyUTCIsThere() throws {
        let zones = SystemZones(directories: ["/nonexistent"], fallback: nil)
        #expect(!zones.isAvailable)
        #expect(try zones.zone(named: "UTC").offset(at: now) == 0)
        #expect(throws: TimeError.self) { try zones.zone(named: "Europe/Berlin") }
        #expect(SystemZones().isAvailable)
    }

    @Test func linksAreFollowed() throws {
        let folder = try Folder()
        try folder.write(hours: 1)
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/Test/Link", withDestinationPath: "Zone")
        let zone = try folder.zones().zone(named: "Test/Link")
        #expect(zone.identifier == "Test/Link" && zone.offset(at: now) == 3600)
    }

    @Test func aFileSystemWithoutCaseTakesNamesInTheirOwnCaseOnly() throws {
        let folder = try Folder()
        // `uTc` is there: so it would be on a file system that knows no case.
        try folder.write(hours: 0, to: "uTc")
        try folder.write(hours: 1)
        #expect(throws: Never.self) { try folder.zones().zone(named: "Test/Zone") }
        #expect(ZoneFile.isSpelled("Test/Zone", in: folder.path))
        #expect(!ZoneFile.isSpelled("Test/ZONE", in: folder.path))
        #expect(!ZoneFile.isSpelled("TEST/Zone", in: folder.path))
    }

    // MARK: The host

    @Test(
        arguments: [
            ("Europe/Berlin", "Europe/Berlin"), (":Asia/Tokyo", "Asia/Tokyo"), ("", "UTC"), (":", "UTC"),
            (":/usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"), ("CET-1CEST", "Europe/Paris"), (nil, "Europe/Paris"),
        ] as [(String?, String)])
    func theHostsZoneIsThatOfTZOrTheLink(variable: String?, name: String) throws {
        let folder = try Folder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/localtime", withDestinationPath: "../usr/share/zoneinfo/Europe/Paris")
        let host = HostZone(
            environment: variable.map { ["TZ": $0] } ?? [:], localtime: folder.path + "/localtime", timezone: "/nonexistent")
        #expect(SystemZones().host(host).identifier == name)
    }

    @Test func theHostsZoneIsTheWrittenOneWhereLocaltimeIsNoLink() throws {
        let folder = try Folder()
        try folder.write(hours: 1, to: "localtime")
        try Data("Asia/Kathmandu\n".utf8).write(to: URL(fileURLWithPath: folder.path + "/timezone"))
        var host = HostZone(environment: [:], localtime: folder.path + "/localtime", timezone: folder.path + "/timezone")
        #expect(SystemZones().host(host).identifier == "Asia/Kathmandu")
        host.timezone = folder.path + "/Test"
        #expect(SystemZones().host(host) == .utc)
        host.timezone = folder.path + "/localtime"
        #expect(SystemZones().host(host) == .utc)
        // Over two links, the second relative.
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/one", withDestinationPath: "two")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/two", withDestinationPath: "/x/zoneinfo/Asia/Tokyo")
        host.localtime = folder.path + "/one"
        #expect(SystemZones().host(host).identifier == "Asia/Tokyo")
    }
}
