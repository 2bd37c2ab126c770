import Foundation

/// The text of a configuration file, checked before anything reads it.
struct ConfigurationText {
    static let limit = 1 << 20

    /// The name in messages: below the configuration folder.
    var name: String
    var text: String
    /// The permission bits of the file.
    var mode: UInt32

    /// Reads a file; nil where there is none. Links are followed: a configuration may live in a repository or a read-only store.
    ///
    /// - Throws: one issue for a folder or device in its place, a file that others may write to, one that cannot be read, that
    ///   is larger than 1 MiB, or that is not UTF-8 text.
    static func read(_ path: String, name: String) throws(SettingsIssue) -> ConfigurationText? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let failure = SystemFailure.last
            if failure.code == ENOENT { return nil }
            throw SettingsIssue(file: name, expected: "a file that can be read", value: failure.description)
        }
        defer { close(descriptor) }
        let mode = try judge(descriptor, path: path, name: name)
        let bytes = try contents(descriptor, name: name)
        return ConfigurationText(name: name, text: try decoded(bytes, name: name), mode: mode)
    }

    private static func judge(_ descriptor: Int32, path: String, name: String) throws(SettingsIssue) -> UInt32 {
        let facts: FileFacts
        do { facts = try FileFacts.of(descriptor: descriptor) } catch {
            throw SettingsIssue(file: name, expected: "a file that can be read", value: error.description)
        }
        guard facts.kind == .file else {
            throw SettingsIssue(file: name, expected: "a file", value: facts.kind == .folder ? "a folder" : "a device or pipe")
        }
        // It names programs that will run as this user.
        guard facts.owner == geteuid() || facts.owner == 0 else {
            throw SettingsIssue(file: name, expected: "a file of this user or of root", value: "one of user \(facts.owner)")
        }
        guard facts.mode & 0o002 == 0 else {
            throw SettingsIssue(
                file: name, expected: "a file that only its owner can change", value: "mode \(String(facts.mode, radix: 8))",
                hint: "close it with: chmod o-w \(path)")
        }
        return facts.mode
    }

    private static func contents(_ descriptor: Int32, name: String) throws(SettingsIssue) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= limit {
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw SettingsIssue(file: name, expected: "a file that can be read", value: SystemFailure.last.description)
            }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
        }
        throw SettingsIssue(file: name, expected: "at most 1 MiB", value: "more", hint: "split it into files in conf.d")
    }

    /// The text without a byte order mark. Control characters other than tab and line ends are refused, as YAML does.
    private static func decoded(_ bytes: [UInt8], name: String) throws(SettingsIssue) -> String {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            let line = firstInvalidLine(content)
            throw SettingsIssue(file: name, line: line, expected: "UTF-8 text", value: "other bytes", hint: "save it as UTF-8")
        }
        var line = 1
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: line += 1
            case 0x09, 0x0D, 0x85: continue
            case 0x00..<0x20, 0x7F..<0xA0:
                let code = String(scalar.value, radix: 16, uppercase: true)
                throw SettingsIssue(
                    file: name, line: line, expected: "text",
                    value: "the control character U+\(String(repeating: "0", count: 4 - code.count))\(code)")
            default: continue
            }
        }
        return text
    }

    private static func firstInvalidLine(_ bytes: ArraySlice<UInt8>) -> Int {
        var line = 1
        for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if String(validating: part, as: UTF8.self) == nil { return line }
            line += 1
        }
        return line
    }
}
