/// One thing that is wrong in the settings, with all that is needed to mend it.
package struct SettingsIssue: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file below the configuration folder (`upbeat.yaml`, `conf.d/10-x.yaml`, `.env`); nil for flags and the environment.
    package var file: String?
    package var line: Int?
    /// What the issue begins with where there is no file: `environment`, `flag`.
    package var place: String
    /// The dotted name of the key, or the variable's name; nil where the file as a whole is meant.
    package var key: String?
    /// What was given, as a person wrote it; nil for secrets and where it says nothing.
    package var value: String?
    /// What was expected, to be read after the word `expected`.
    package var expected: String
    /// The nearest known word, or what to do.
    package var hint: String?
    /// Says all of it, in the place of what was expected and given.
    var sentence: String?

    /// An issue that has a sentence of its own.
    init(_ origin: SettingOrigin, key: String, saying sentence: String, hint: String? = nil) {
        self.init(origin, key: key, expected: "", hint: hint)
        self.sentence = LogText.escaped(sentence)
    }

    init(_ origin: SettingOrigin, key: String?, expected: String, value: String? = nil, hint: String? = nil) {
        file = origin.file
        line = origin.line
        place = origin.place
        self.key = key.map(LogText.escaped)
        self.value = value
        self.expected = expected
        self.hint = hint
    }

    /// An issue of a file as a whole.
    init(file: String, line: Int? = nil, expected: String, value: String? = nil, hint: String? = nil) {
        self.file = file
        self.line = line
        place = line.map { "\(file):\($0)" } ?? file
        self.value = value
        self.expected = expected
        self.hint = hint
    }

    /// `upbeat.yaml:12: http.port: expected a number from 0 to 65535, got "eight"; HINT`
    package var description: String {
        var text = place + ": "
        if let key { text += key + ": " }
        text += sentence ?? "expected " + expected
        if let value { text += ", got " + value }
        if let hint { text += "; " + hint }
        return text
    }
}

/// All that is wrong in the settings: every issue that was found, not the first alone.
package struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order of files and lines; never empty.
    package var issues: [SettingsIssue]

    package init(issues: [SettingsIssue]) { self.issues = issues }

    /// One line per issue.
    package var description: String { issues.map(\.description).joined(separator: "\n") }
}
