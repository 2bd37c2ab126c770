/// Which texts can be names of the time zone database, and what was meant by those that are none.
enum ZoneName {
    /// Whether a text is written as the names of the database are: an upper-case letter first, then letters, digits and
    /// `/ _ + -`, at most 64. So no path, and none of `posix/`, `right/`, `posixrules`, `localtime`.
    ///
    /// `SystemV/` is gone from the database, and `Factory` says that no zone was set.
    static func isWellFormed(_ name: String) -> Bool {
        let utf8 = name.utf8
        guard let first = utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first), utf8.count <= 64,
            utf8.allSatisfy(isNameByte), name != "Factory", !name.hasPrefix("SystemV/")
        else { return false }
        return utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
    }

    /// The error for a name that no source has.
    /// - Parameter names: those that there are.
    static func unknown(_ name: String, among names: @autoclosure () -> [String]) -> TimeError {
        let remedy = "use an IANA name such as Europe/Berlin or UTC"
        guard name.utf8.count <= 64 else {
            return error(name, "\(shown(name)) is too long for the name of a time zone; \(remedy)", meant: nil)
        }
        guard !name.allSatisfy(\.isWhitespace) else { return error(name, "the time zone is empty; \(remedy)", meant: nil) }
        if let offset = offset(name) {
            return error(name, "\(shown(name)) is an offset, not a time zone; \(remedy)", meant: fixedZone(offset))
        }
        if let meant = abbreviations[name.uppercased()] {
            return error(name, "\(shown(name)) is an abbreviation, not a time zone; \(remedy)", meant: meant)
        }
        if name.hasPrefix("/") || name.hasPrefix(".") || name.hasPrefix("~") {
            let meant = nearest(String(name.drop { !$0.isLetter }), in: names())
            return error(name, "\(shown(name)) is a path, not a time zone; \(remedy)", meant: meant)
        }
        let meant = nearest(name, in: names())
        let isOtherCase = meant?.lowercased() == name.lowercased()
        return error(
            name, "unknown time zone \(shown(name)); \(isOtherCase ? "names are case-sensitive, " : "")\(remedy)", meant: meant)
    }

    private static func error(_ name: String, _ message: String, meant: String?) -> TimeError {
        TimeError(.unknownZone, field: .zone, value: name, message: message, hint: meant.map { "did you mean \($0)?" })
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"): true
        default: false
        }
    }

    // MARK: What was meant

    /// The same name but for its case, the zone of a city that was given alone, the zone at the end of a path, else the
    /// closest name, of the same continent if that is known, or the closest city.
    private static func nearest(_ name: String, in names: [String]) -> String? {
        let wanted = name.lowercased().replacing(" ", with: "_")
        guard !wanted.isEmpty else { return nil }
        let all = names.map { (name: $0, key: $0.lowercased()) }
        let ending = "/" + wanted
        if let same = all.first(where: { $0.key == wanted }) ?? all.first(where: { $0.key.hasSuffix(ending) }) {
            return same.name
        }
        guard wanted.contains("/") else {
            let cities = all.map { (name: $0.name, key: $0.key.split(separator: "/").last.map(String.init) ?? "") }
            return nearestName(wanted, in: cities.map(\.key)).flatMap { city in cities.first { $0.key == city }?.name }
        }
        if let end = all.filter({ wanted.hasSuffix("/" + $0.key) }).max(by: { $0.key.utf8.count < $1.key.utf8.count }) {
            return end.name
        }
        let continent = wanted.prefix { $0 != "/" } + "/"
        let near = all.filter { $0.key.hasPrefix(continent) }.map(\.name)
        return nearestName(wanted, in: near.isEmpty ? names : near)
    }

    /// `+01:00`, `UTC+3`, `GMT-2`, `+5`: seconds ahead of UTC.
    private static func offset(_ name: String) -> Int? {
        var text = Substring(name.uppercased())
        for prefix in ["UTC", "GMT", "Z"] where text.hasPrefix(prefix) {
            text = text.dropFirst(prefix.count)
        }
        guard text.first == "+" || text.first == "-" else { return nil }
        let digits = text.dropFirst().utf8.filter { $0 != UInt8(ascii: ":") }
        guard (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        let seconds = digits.count > 2 ? (number / 100 * 60 + number % 100) * 60 : number * 3600
        return text.first == "-" ? -seconds : seconds
    }

    /// `Etc/GMT-3` is three hours ahead: POSIX counts what is behind.
    private static func fixedZone(_ offset: Int) -> String? {
        guard offset % 3600 == 0, (-12...14).contains(offset / 3600) else { return nil }
        let hours = offset / 3600
        return hours == 0 ? "UTC" : "Etc/GMT\(hours > 0 ? "-" : "+")\(abs(hours))"
    }

    /// The best known place of abbreviations that are no names of the database.
    private static let abbreviations: [String: String] = [
        "ACDT": "Australia/Adelaide", "ACST": "Australia/Adelaide", "AEDT": "Australia/Sydney", "AEST": "Australia/Sydney",
        "AKDT": "America/Anchorage", "AKST": "America/Anchorage", "AWST": "Australia/Perth", "BRT": "America/Sao_Paulo",
        "BST": "Europe/London", "CDT": "America/Chicago", "CEST": "Europe/Berlin", "CST": "America/Chicago",
        "EDT": "America/New_York", "EEST": "Europe/Athens", "HKT": "Asia/Hong_Kong", "IST": "Asia/Kolkata", "JST": "Asia/Tokyo",
        "KST": "Asia/Seoul", "MDT": "America/Denver", "MSK": "Europe/Moscow", "NZDT": "Pacific/Auckland", "NZST": "Pacific/Auckland",
        "PDT": "America/Los_Angeles", "PST": "America/Los_Angeles", "SAST": "Africa/Johannesburg", "SGT": "Asia/Singapore",
        "WEST": "Europe/Lisbon", "WIB": "Asia/Jakarta", "Z": "UTC",
    ]
}
