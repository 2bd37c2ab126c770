/// Refuses YAML whose aliases would grow without bound.
///
/// Aliases in values cost nothing here, because only known keys are walked. As mapping keys they do: Yams hashes keys
/// whole, and a key built of aliases of aliases has an exponential size. Nobody needs such keys in a configuration file,
/// so a file with many aliases and a key that is not plain text is refused before it is parsed.
enum AliasGuard {
    private static let harmless = 16

    static func check(_ file: ConfigurationText) throws(SettingsIssue) {
        var anchors = 0
        var aliases = 0
        var suspicious: Int?
        for (index, line) in file.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let bytes = Array(line)
            for position in bytes.indices where isMark(bytes, at: position) {
                if bytes[position] == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
            }
            if suspicious == nil, hasComplexKey(bytes) { suspicious = index + 1 }
        }
        guard anchors > 0, aliases > harmless, let suspicious else { return }
        throw SettingsIssue(
            file: file.name, line: suspicious, expected: "keys that are plain words", value: "a key made of aliases or a list")
    }

    /// `&name` or `*name` where a node can begin.
    private static func isMark(_ bytes: [UInt8], at position: Int) -> Bool {
        guard bytes[position] == UInt8(ascii: "&") || bytes[position] == UInt8(ascii: "*"), position + 1 < bytes.count else { return false }
        let next = bytes[position + 1]
        guard next > UInt8(ascii: " "), next != UInt8(ascii: "*") else { return false }
        return position == 0 || " \t[{,-:?".utf8.contains(bytes[position - 1])
    }

    /// `? key`, `*alias :`, `[..]:` or `{..}:`.
    private static func hasComplexKey(_ bytes: [UInt8]) -> Bool {
        for position in bytes.indices {
            switch bytes[position] {
            case UInt8(ascii: "?"):
                let before = position == 0 ? UInt8(ascii: " ") : bytes[position - 1]
                let after = position + 1 == bytes.count ? UInt8(ascii: " ") : bytes[position + 1]
                if " \t[{,-".utf8.contains(before), " \t\r".utf8.contains(after) { return true }
            case UInt8(ascii: ":"):
                var end = position
                while end > 0, " \t".utf8.contains(bytes[end - 1]) { end -= 1 }
                guard end > 0 else { return true }
                if "]}".utf8.contains(bytes[end - 1]) { return true }
                var start = end
                while start > 0, !" \t[{,".utf8.contains(bytes[start - 1]) { start -= 1 }
                if bytes[start] == UInt8(ascii: "*") { return true }
            default: continue
            }
        }
        return false
    }
}
