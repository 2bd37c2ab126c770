import Foundation
import Recurrence

/// The clock and the zones.
extension Examination {
    func clock() -> [Finding] {
        switch ClockState.current() {
        case .synchronised: [Finding(.time, "clock", .ok, "the clock is kept by a time service")]
        case .unsynchronised:
            [
                Finding(
                    .time, "clock", .warning, "no time service keeps the clock, so it drifts and may be set in leaps",
                    remedy: "timedatectl set-ntp true")
            ]
        case nil: [Finding(.time, "clock", .note, "whether a time service keeps the clock cannot be told on this system")]
        }
    }

    func zones() -> [Finding] {
        let zones = SystemZones()
        guard zones.isAvailable else {
            return [Finding(.time, "zones", .error, "this machine has no time zone data", remedy: "install the package tzdata")]
        }
        let version = ZoneData.version().map { ", version \($0)" } ?? ""
        var findings = [Finding(.time, "zones", .ok, "time zone data are there\(version)")]
        for name in Set([settings.zone, zones.host.identifier]).sorted() where (try? zones.zone(named: name)) == nil {
            findings.append(
                Finding(
                    .time, "zones", .error, "the zone \(name) is not known", remedy: "set `zone:` in \(home.settingsFile), or update tzdata"
                ))
        }
        if !ZoneData.isHostZoneNamed(environment) {
            findings.append(
                Finding(
                    .time, "zones", .warning, "/etc/localtime names no known zone, so \(zones.host.identifier) is taken",
                    remedy: "timedatectl set-timezone Europe/Berlin, with the zone you are in"))
        }
        return findings
    }
}

/// What the kernel knows of the clock.
enum ClockState: Hashable, Sendable {
    case synchronised, unsynchronised

    /// Nil where the system does not tell. On Linux `adjtimex` without a mode reads the state alone (adjtimex(2)); `struct timex` is not in
    /// Swift's view of the C library, so its `status` is read at its place: behind `modes` and four longs.
    static func current() -> ClockState? {
        #if os(Linux)
            typealias Call = @convention(c) (UnsafeMutableRawPointer) -> Int32
            guard let library = dlopen(nil, RTLD_NOW), let symbol = dlsym(library, "adjtimex") else { return nil }
            let timex = UnsafeMutableRawPointer.allocate(byteCount: 512, alignment: 16)
            defer { timex.deallocate() }
            timex.initializeMemory(as: UInt8.self, repeating: 0, count: 512)
            guard unsafeBitCast(symbol, to: Call.self)(timex) >= 0 else { return nil }
            let status = timex.load(fromByteOffset: 5 * MemoryLayout<Int>.size, as: Int32.self)
            return of(status: status)
        #else
            return nil
        #endif
    }

    /// `STA_UNSYNC` is 0x40 (linux/timex.h).
    static func of(status: Int32) -> ClockState { status & 0x40 == 0 ? .synchronised : .unsynchronised }
}

/// The zone data of the machine.
enum ZoneData {
    /// `2025b`; nil where the data do not say.
    static func version(folder: String = "/usr/share/zoneinfo") -> String? {
        for name in ["tzdata.zi", "+VERSION"] {
            guard let file = FileHandle(forReadingAtPath: "\(folder)/\(name)") else { continue }
            defer { try? file.close() }
            guard let data = try? file.read(upToCount: 64) else { continue }
            let line = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            let word = line.split(separator: " ").last.map(String.init)
            if let word, word.count <= 8, word.first == "2" { return word }
        }
        return nil
    }

    /// Whether the machine says by name which zone it is in: by `TZ`, the link, or Debian's file.
    static func isHostZoneNamed(_ environment: [String: String], localtime: String = "/etc/localtime") -> Bool {
        if environment["TZ"] != nil { return true }
        let manager = FileManager.default
        guard manager.fileExists(atPath: localtime) else { return true }
        if (try? manager.destinationOfSymbolicLink(atPath: localtime)) != nil { return true }
        return manager.fileExists(atPath: "/etc/timezone")
    }
}
