import Daemon

/// What the doctor found, by group.
struct DoctorPage {
    let report: DoctorReport
    let paint: Paint
    /// The columns of the terminal; nil where there is none.
    let width: Int?

    func text() -> String {
        var lines = ["\(paint("upbeat doctor", .bold)), \(SafeText.line(report.home))"]
        for group in Finding.Group.allCases {
            let findings = report.findings.filter { $0.group == group }
            guard !findings.isEmpty else { continue }
            lines += ["", paint(group.rawValue, .bold)] + findings.flatMap(lines(of:))
        }
        lines.append("")
        lines += report.mended.map { "\(paint("mended:", .green)) \(SafeText.line($0))" }
        lines += report.failedToMend.map { "\(paint("not mended:", .red)) \(SafeText.line($0))" }
        return (lines + [summary]).joined(separator: "\n") + "\n"
    }

    /// One line for each finding, tabs between level, group, name, what was found and what mends it.
    func plain() -> String {
        report.findings.map { finding in
            [finding.level.rawValue, finding.group.rawValue, finding.name, finding.found, finding.remedy ?? ""]
                .map(SafeText.line).joined(separator: "\t") + "\n"
        }
        .joined()
    }

    private func lines(of finding: Finding) -> [String] {
        let (symbol, style) = Self.mark(finding.level)
        let name = SafeText.line(finding.name)
        let indent = 4 + Self.nameWidth
        let found = wrapped(SafeText.line(finding.found), indent)
        var lines = [
            "  \(paint(symbol, style)) \(paint(name, .dim))\(String(repeating: " ", count: max(1, Self.nameWidth - name.count)))\(found[0])"
        ]
        let space = String(repeating: " ", count: indent)
        lines += found.dropFirst().map { space + $0 }
        if let remedy = finding.remedy, finding.level > .ok {
            lines += wrapped("-> " + SafeText.line(remedy), indent).map { space + paint($0, .cyan) }
        }
        return lines
    }

    private var summary: String {
        let counts = [(Finding.Level.error, "error"), (.warning, "warning"), (.note, "note")].compactMap { level, noun in
            report.count(level) > 0 ? Words.count(report.count(level), noun) : nil
        }
        guard !counts.isEmpty else { return paint("All is well.", .green) }
        let fixable = report.findings.count { $0.mending != nil }
        let hint = fixable > 0 ? "; `upbeat doctor --fix` mends \(fixable)" : ""
        let style: Paint.Style = report.count(.error) > 0 ? .red : report.count(.warning) > 0 ? .yellow : .green
        return paint(counts.joined(separator: ", "), style) + hint
    }

    /// The words in lines that fit the terminal; a word that is longer has a line of its own.
    private func wrapped(_ text: String, _ indent: Int) -> [String] {
        let room = max(30, (width ?? 100) - indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > room {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + [line]
    }

    private static let nameWidth = 16

    private static func mark(_ level: Finding.Level) -> (String, Paint.Style) {
        switch level {
        case .ok: ("✓", .green)
        case .note: ("·", .dim)
        case .warning: ("!", .yellow)
        case .error: ("✗", .red)
        }
    }
}
