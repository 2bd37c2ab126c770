import Logging
import Recurrence

/// How a message looks to a person: `08:15:02 info  pulse 12 completed in 1.2 s (pulse=12)`.
struct TerminalLine {
    var zone: Zone
    var hasColours: Bool

    /// One line with its end, whatever is in the message.
    func text(of record: LogRecord) -> String {
        let time = zone.civilTime(at: record.instant)
        let clock = [time.hour, time.minute, time.second].map { $0 < 10 ? "0\($0)" : String($0) }.joined(separator: ":")
        let name = Self.name(record.level)
        let level = name + String(repeating: " ", count: 5 - name.count)
        var line = paint(clock, "2") + " " + paint(level, Self.colour(record.level)) + " " + LogText.escaped(LogRecord.cut(record.message))
        let fields = record.fields.map { "\(LogText.escaped($0.name))=\(LogText.escaped($0.text))" }
        if !fields.isEmpty { line += " " + paint("(" + fields.joined(separator: " ") + ")", "2") }
        return line + "\n"
    }

    private func paint(_ text: String, _ code: String) -> String {
        hasColours && !code.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    private static func name(_ level: Logger.Level) -> String {
        switch level {
        case .trace: "trace"
        case .debug: "debug"
        case .info: "info"
        case .notice: "note"
        case .warning: "warn"
        case .error: "error"
        case .critical: "fatal"
        }
    }

    private static func colour(_ level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "2"
        case .info: "32"
        case .notice: "36"
        case .warning: "33"
        case .error: "31"
        case .critical: "1;31"
        }
    }
}
