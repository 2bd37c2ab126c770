/// Rows under headings, made to fit a terminal; or plain columns for programs.
struct Table {
    struct Column {
        var title: String
        /// Gives way before the others where the terminal is narrow.
        var isFlexible = false
        var isNumber = false

        init(_ title: String, isFlexible: Bool = false, isNumber: Bool = false) {
            self.title = title
            self.isFlexible = isFlexible
            self.isNumber = isNumber
        }
    }

    /// Text that is safe to show, on one line.
    struct Cell {
        var text: String
        /// What programs get, where it is something else.
        var plain: String
        var style: Paint.Style

        init(_ text: String, plain: String? = nil, style: Paint.Style = .plain) {
            self.text = text
            self.plain = plain ?? text
            self.style = style
        }
    }

    /// The least that a flexible column is shortened to while others could be.
    static let leastFlexible = 16
    private static let gap = 2

    var columns: [Column]
    var rows: [[Cell]] = []

    init(_ columns: [Column]) { self.columns = columns }

    /// With headings, in columns of equal width, no line longer than `width` unless there are more columns than fit.
    func rendered(width: Int, paint: Paint) -> String {
        let widths = fitted(to: width)
        let titles = columns.map { Cell($0.title, style: .bold) }
        return ([titles] + rows).map { line($0, widths, paint) + "\n" }.joined()
    }

    /// One line per row, tabs between the columns, no headings, nothing cut.
    func plain() -> String {
        rows.map { row in row.map(\.plain).joined(separator: "\t") + "\n" }.joined()
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ paint: Paint) -> String {
        var line = ""
        var pending = 0
        for (index, cell) in cells.enumerated() {
            let text = DisplayWidth.cut(cell.text, to: widths[index])
            let space = widths[index] - DisplayWidth.of(text)
            let before = columns[index].isNumber ? space : 0
            // Spaces are written only before more text, so that no line ends in them.
            if !text.isEmpty {
                line += String(repeating: " ", count: pending + before) + paint(text, cell.style)
                pending = 0
            } else {
                pending += before
            }
            pending += (columns[index].isNumber ? 0 : space) + Self.gap
        }
        return line
    }

    private func fitted(to width: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index].text)) }
        }
        var excess = widths.reduce(0, +) + Self.gap * max(0, columns.count - 1) - width
        while excess > 0 {
            let flexible = widths.indices.filter { columns[$0].isFlexible && widths[$0] > Self.leastFlexible }
            guard let widest = (flexible.isEmpty ? Array(widths.indices) : flexible).max(by: { widths[$0] < widths[$1] }),
                widths[widest] > 1
            else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }
}
