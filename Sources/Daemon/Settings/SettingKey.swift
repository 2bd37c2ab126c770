/// One setting: its names, what it holds and what it is for.
package struct SettingKey: Hashable, Sendable {
    /// The dotted name: `http.port` is `port:` below `http:` in the file.
    package var name: String
    package var kind: SettingKind
    /// Variables of the sources that are understood beside ours.
    package var secondNames: [SecondName]
    /// As a file would write it; nil where it depends on the machine, see `machineDefault`.
    package var standard: String?
    /// What the default is, in words, where it depends on the machine.
    package var machineDefault: String?
    /// One line for the documentation and `config check`.
    package var help: String
    /// Names of the sources for the key itself, in a file, beside ours and in the same section.
    package var secondKeys: [SecondName]

    package init(
        _ name: String, _ kind: SettingKind, default standard: String? = nil, machineDefault: String? = nil,
        secondNames: [SecondName] = [], help: String, secondKeys: [SecondName] = []
    ) {
        self.name = name
        self.kind = kind
        self.secondNames = secondNames
        self.standard = standard
        self.machineDefault = machineDefault
        self.help = help
        self.secondKeys = secondKeys
    }

    /// `UPBEAT_HTTP_PORT` for `http.port`.
    package var environmentName: String { "UPBEAT_" + name.uppercased().replacing(".", with: "_") }

    var components: [String] { name.split(separator: ".").map(String.init) }
}

/// A variable of one of the sources, or a key of its file.
package struct SecondName: Hashable, Sendable, ExpressibleByStringLiteral {
    package enum Reading: Sendable {
        case plain
        /// A number of seconds without a unit.
        case seconds
        /// A whole number of milliseconds without a unit.
        case milliseconds
    }

    package var name: String
    package var reading: Reading

    package init(_ name: String, reading: Reading = .plain) {
        self.name = name
        self.reading = reading
    }

    package init(stringLiteral value: String) { self.init(value) }

    /// The text as our own variable would have it.
    func translated(_ text: String) -> String {
        switch reading {
        case .plain: text
        case .seconds: Double(text) == nil ? text : text + "s"
        case .milliseconds: text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) ? text + "ms" : text
        }
    }
}
