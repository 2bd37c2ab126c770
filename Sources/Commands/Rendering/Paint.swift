/// Colours, where they are wanted.
struct Paint: Hashable, Sendable {
    enum Style: String, Hashable, Sendable {
        case plain = ""
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    let isOn: Bool

    static let off = Paint(isOn: false)

    init(isOn: Bool) { self.isOn = isOn }

    /// By the flag, then `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb` (no-color.org, bixense.com/clicolors), then by whether
    /// it goes to a terminal.
    init(_ choice: ColorChoice, environment: [String: String], isTerminal: Bool) {
        isOn =
            switch choice {
            case .always: true
            case .never: false
            case .auto:
                if !(environment["NO_COLOR"] ?? "").isEmpty {
                    false
                } else if !["", "0"].contains(environment["CLICOLOR_FORCE"] ?? "") {
                    true
                } else {
                    isTerminal && environment["TERM"] != "dumb" && environment["CLICOLOR"] != "0"
                }
            }
    }

    func callAsFunction(_ text: String, _ style: Style) -> String {
        isOn && style != .plain && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The colour of a status or an outcome.
    static func style(of status: String) -> Style {
        switch status {
        case "completed", "succeeded": .green
        case "failed", "timed_out", "lost": .red
        case "missed", "blocked": .yellow
        case "processing": .cyan
        case "cancelled": .dim
        default: .plain
        }
    }
}
