import Recurrence
import Testing

@testable import Commands

@Suite("Safe text")
struct SafeTextTests {
    @Test(
        "one line: white space is folded, what moves or reorders is escaped",
        arguments: [
            ("plain é 日本", "plain é 日本"),
            ("a\n\tb \r\n c ", "a b c"),
            ("\u{1B}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"),
            ("c1 \u{9B}2J", "c1 \\u{9b}2J"),
            ("abc\u{202E}txt\u{2066}", "abc\\u{202e}txt\\u{2066}"),
            ("ls\u{2028}ps", "ls\\u{2028}ps"),
            ("\u{FEFF}bom\u{E0041}", "\\u{feff}bom\\u{e0041}"),
            ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),
            ("", ""),
        ])
    func line(text: String, expected: String) { #expect(SafeText.line(text) == expected) }

    @Test(
        "lines keep their breaks",
        arguments: [
            ("a\r\nb\nc", ["a", "b", "c"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]), ("", [""]), ("\ta\rb", ["    a\\u{d}b"]),
        ])
    func lines(text: String, expected: [String]) { #expect(SafeText.lines(text) == expected) }

    @Test("JSON for a terminal stays the same JSON")
    func json() { #expect(SafeText.json("{\n\"a\u{202E}\u{E0041}\": \"\u{85}é\"}") == "{\n\"a\\u202e\\udb40\\udc41\": \"\\u0085é\"}") }
}

@Suite("The filter for terminals")
struct TerminalFilterTests {
    @Test(
        "shows the same however a stream is cut",
        arguments: [
            ("é日👩\n\tx", "é日👩\n\tx"),
            ("a\r\nb\rc\r", "a\nb\\u{d}c\\u{d}"),
            ("\u{1B}[2J\u{202E}", "\\u{1b}[2J\\u{202e}"),
        ])
    func anyCut(text: String, expected: String) {
        let bytes = Array(text.utf8)
        for cut in 0...bytes.count {
            var filter = TerminalFilter()
            let shown = filter.show(Array(bytes[..<cut])) + filter.show(Array(bytes[cut...])) + filter.finish()
            #expect(String(decoding: shown, as: UTF8.self) == expected, "cut at \(cut)")
        }
        var filter = TerminalFilter()
        let single = bytes.flatMap { filter.show([$0]) } + filter.finish()
        #expect(String(decoding: single, as: UTF8.self) == expected)
    }

    @Test(
        "shows bytes that are not UTF-8 as such, and holds back none for long",
        arguments: [
            ([0xFF, 0x41], "\\xffA"), ([0xC3, 0x28], "\\xc3("), ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"), ([0xF0, 0x9F], "\\xf0\\x9f"),
            ([0xC0, 0x80], "\\xc0\\x80"),
        ] as [([UInt8], String)])
    func invalid(bytes: [UInt8], expected: String) {
        var filter = TerminalFilter()
        let shown = filter.show(bytes) + filter.finish()
        #expect(String(decoding: shown, as: UTF8.self) == expected)
    }
}

@Suite("Widths")
struct DisplayWidthTests {
    @Test(
        "counts columns",
        arguments: [
            ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("한", 2), ("👍", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2),
            ("❤", 1), ("…", 1), ("", 0),
        ])
    func width(text: String, expected: Int) { #expect(DisplayWidth.of(text) == expected) }

    @Test(
        "cuts with an ellipsis, never through a wide character",
        arguments: [
            ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("abc", 1, "…"), ("abc", 0, ""),
        ])
    func cut(text: String, width: Int, expected: String) {
        #expect(DisplayWidth.cut(text, to: width) == expected)
        #expect(DisplayWidth.of(DisplayWidth.cut(text, to: width)) <= width)
    }
}

@Suite("Colours")
struct PaintTests {
    @Test(
        "by flag, environment and terminal",
        arguments: [
            (.auto, [:], true, true), (.auto, [:], false, false), (.auto, ["NO_COLOR": "1"], true, false),
            (.auto, ["NO_COLOR": ""], true, true),
            (.auto, ["CLICOLOR_FORCE": "1"], false, true), (.auto, ["CLICOLOR_FORCE": "0"], false, false),
            (.auto, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false), (.auto, ["TERM": "dumb"], true, false),
            (.auto, ["CLICOLOR": "0"], true, false), (.always, ["NO_COLOR": "1"], false, true),
            (.never, ["CLICOLOR_FORCE": "1"], true, false),
        ] as [(ColorChoice, [String: String], Bool, Bool)])
    func choice(choice: ColorChoice, environment: [String: String], isTerminal: Bool, expected: Bool) {
        #expect(Paint(choice, environment: environment, isTerminal: isTerminal).isOn == expected)
    }
}

@Suite("Words")
struct WordsTests {
    @Test(
        "times are relative and local",
        arguments: [
            (192, "in 3m 12s (Tue 09:03 CET)"), (0, "now (Tue 09:00:00 CET)"), (10, "in 10s (Tue 09:00:10 CET)"),
            (-7500, "2h 05m ago (Tue 06:55 CET)"), (86_400, "in 1d (Wed 09:00 CET)"), (6 * 86_400, "in 6d (Mon 26 Jan 09:00 CET)"),
            (-30 * 86_400, "30d ago (Sun 21 Dec 2025 09:00 CET)"),
        ] as [(Int64, String)])
    func moments(seconds: Int64, expected: String) { #expect(exampleWords.moment(exampleNow + .seconds(seconds)) == expected) }

    @Test("what is no time is shown as it is, safely")
    func noTime() { #expect(exampleWords.moment("soon\u{1B}") == "soon\\u{1b}") }

    @Test(
        "durations",
        arguments: [
            (0, "0ms"), (250, "250ms"), (1000, "1.0s"), (3290, "3.2s"), (12_345, "12s"), (65_000, "1m 05s"), (3_900_000, "1h 05m"),
            (-5, "0ms"),
        ] as [(Int64, String)])
    func durations(milliseconds: Int64, expected: String) { #expect(Words.duration(milliseconds: milliseconds) == expected) }

    @Test(
        "words of a shell",
        arguments: [
            ("ls", "ls"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("/a/b-c_d.e=f", "/a/b-c_d.e=f"), ("$(x)", "'$(x)'"),
            ("é", "'é'"),
        ])
    func shellWords(word: String, expected: String) { #expect(ShellWord.quoted(word) == expected) }
}

@Suite("Tables")
struct TableTests {
    private func table(_ rows: [[String]]) -> Table {
        var table = Table([Table.Column("ID", isNumber: true), Table.Column("STATUS"), Table.Column("WHAT", isFlexible: true)])
        table.rows = rows.map { row in row.map { Table.Cell($0) } }
        return table
    }

    @Test("columns are as wide as their widest cell; numbers end at the same column; no line ends in spaces")
    func aligned() {
        let text = table([["7", "pending", "short"], ["12", "日本", ""]]).rendered(width: 80, paint: .off)
        #expect(text == "ID  STATUS   WHAT\n 7  pending  short\n12  日本\n")
    }

    @Test("the flexible column gives way first, then the others, and every line fits", arguments: [200, 60, 40, 30, 20, 10])
    func fits(width: Int) {
        let long = String(repeating: "x", count: 100)
        let text = table([["7", "processing (a reason)", long], ["123456", "ok", "日本語日本語日本語日本語"]]).rendered(width: width, paint: .off)
        for line in text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= width, "\(line)") }
        #expect(text.contains("…") == (width < 200))
        if width >= 60 { #expect(text.contains("processing (a reason)")) }
    }

    @Test("colour codes take no room")
    func coloured() {
        var coloured = table([["7", "failed", "x"]])
        coloured.rows[0][1].style = .red
        let text = coloured.rendered(width: 80, paint: Paint(isOn: true))
        #expect(text.contains("\u{1B}[31mfailed\u{1B}[0m  x"))
    }

    @Test("plain columns stand between tabs, whole")
    func plain() {
        let long = String(repeating: "x", count: 300)
        #expect(table([["7", "pending", long]]).plain() == "7\tpending\t\(long)\n")
    }
}
