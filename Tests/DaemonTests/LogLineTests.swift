import Foundation
import Logging
import Recurrence
import StrictJSON
import Testing

@testable import Daemon

struct LogLineTests {
    static let hostile = [
        "two\nlines", "carriage\rreturn", "\u{1B}[2J\u{1B}]0;title\u{7}", "c1 \u{9B}31m \u{85} x", "bidi \u{202E}gnp.exe \u{2066}x",
        "sep \u{2028} \u{2029}",
        "nul \0 \u{7F}", "\",\"level\":\"critical\"}\n{\"ts\":\"\"", "\\n \\u0000", "tag \u{E0041}\u{E007F}", "bom \u{FEFF} \u{61C}",
    ]

    private func record(_ message: String, _ metadata: Logger.Metadata = [:], level: Logger.Level = .info) -> LogRecord {
        LogRecord(instant: Instant(milliseconds: 1_768_896_902_000), level: level, label: "upbeat", message: message, metadata: metadata)
    }

    @Test func forPeople() {
        let line = TerminalLine(zone: .utc, hasColours: false)
        #expect(line.text(of: record("pulse 12 completed in 1.2 s")) == "08:15:02 info  pulse 12 completed in 1.2 s\n")
        #expect(
            line.text(of: record("late", ["pulse": "12", "attempt": "2"], level: .warning)) == "08:15:02 warn  late (attempt=2 pulse=12)\n")
        let berlin = Zone(identifier: "x", offset: 3600)
        #expect(
            TerminalLine(zone: berlin, hasColours: true).text(of: record("x")) == "\u{1B}[2m09:15:02\u{1B}[0m \u{1B}[32minfo \u{1B}[0m x\n")
    }

    @Test func forPrograms() throws {
        let bytes = FileLine.bytes(of: record("done é 🙂", ["pulse": "12", "level": "mine", "list": ["a", "b"]]))
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "{\"ts\":\"2026-01-20T08:15:02.000Z\",\"level\":\"info\",\"label\":\"upbeat\",\"message\":\"done é 🙂\",\""
                + "level_\":\"mine\",\"list\":\"[\\\"a\\\", \\\"b\\\"]\",\"pulse\":\"12\"}\n"
        )
    }

    @Test("hostile messages are one line each, and lose nothing in the file", arguments: hostile)
    func hostileMessage(_ message: String) throws {
        let hostileRecord = record(message, ["k\n\(message)": "\(message)"])
        let file = FileLine.bytes(of: hostileRecord)
        let person = TerminalLine(zone: .utc, hasColours: false).text(of: hostileRecord)
        for line in [String(decoding: file, as: UTF8.self), person] {
            #expect(line.hasSuffix("\n"))
            #expect(!line.unicodeScalars.dropLast().contains(where: Self.commandsATerminal))
        }
        let value = try JSON(parsing: file)
        #expect(value["message"]?.stringValue == message)
        #expect(value["level"]?.stringValue == "info")
        #expect(value["k\n\(message)"]?.stringValue == message)
    }

    /// Unicode's own word on it, apart from the table under test.
    private static func commandsATerminal(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        let categories: [Unicode.GeneralCategory] = [.control, .lineSeparator, .paragraphSeparator]
        return categories.contains(properties.generalCategory) || properties.isBidiControl
    }

    @Test("a message of any size is cut, at a character boundary") func long() throws {
        let bytes = FileLine.bytes(of: record(String(repeating: "🙂", count: 100_000)))
        let text = try #require(try JSON(parsing: bytes)["message"]?.stringValue)
        #expect(text.hasPrefix(String(repeating: "🙂", count: 4096) + "… (383616 bytes more)") && bytes.count < 17_000)
    }

    @Test func otherScriptsStay() {
        for text in ["日本語 العربية हिन्दी", "👩‍👩‍👧 e\u{301}", "plain"] { #expect(LogText.escaped(text) == text) }
        #expect(LogText.escaped("a\u{1B}b\nc") == "a\\u{1B}b\\nc")
        #expect(LogText.quoted(String(repeating: "x", count: 200)).count == 82)
    }

    @Test func coloursOnlyWhereWanted() {
        #expect(LoggingSetup.wantsColours(isTerminal: true, [:]))
        #expect(LoggingSetup.wantsColours(isTerminal: true, ["NO_COLOR": ""]))
        for (isTerminal, environment) in [(false, [:]), (true, ["NO_COLOR": "1"]), (true, ["TERM": "dumb"])] as [(Bool, [String: String])] {
            #expect(!LoggingSetup.wantsColours(isTerminal: isTerminal, environment))
        }
    }
}
