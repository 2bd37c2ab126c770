import Foundation

/// Where a machine says which zone it is in.
struct HostZone {
    var environment: [String: String]
    var localtime = "/etc/localtime"
    var timezone = "/etc/timezone"

    /// What the places say that say something, the first one first; not all need be names of zones.
    var names: [String] {
        if let variable = environment["TZ"], variable.isEmpty || variable == ":" {
            return [Zone.utc.identifier]
        }
        return [environment["TZ"].map { Self.name(of: $0.hasPrefix(":") ? String($0.dropFirst()) : $0) }, linkedName, writtenName]
            .compactMap(\.self)
    }

    /// The name at the end of the path that the link leads to, over up to eight links.
    private var linkedName: String? {
        var path = localtime
        for _ in 0..<8 {
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else { return nil }
            guard !target.contains("zoneinfo/") else { return Self.name(of: target) }
            path = target.hasPrefix("/") ? target : (path as NSString).deletingLastPathComponent + "/" + target
        }
        return nil
    }

    /// Debian's file: a name and a line end.
    private var writtenName: String? {
        guard let file = FileHandle(forReadingAtPath: timezone), let data = try? file.read(upToCount: 256) else { return nil }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).first.map(String.init)
    }

    /// `/usr/share/zoneinfo/posix/Europe/Berlin` means Europe/Berlin.
    private static func name(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let root = parts.lastIndex(of: "zoneinfo") else { return path }
        let name = parts[(root + 1)...]
        return name.drop { $0 == "posix" || $0 == "right" }.joined(separator: "/")
    }
}
