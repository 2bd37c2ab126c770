import StrictJSON

/// Changes one member in a JSON text and leaves every other byte as it is: numbers keep their digits, members their order, lines their
/// indentation and their ends.
///
/// It finds its way by `JSONSpan`, in a text that `JSON(parsing:)` has taken.
struct JSONSplice {
    /// A value on the way to the member is no object.
    struct WrongShape: Error, Hashable {
        /// The keys that lead to it; empty for the whole text.
        var path: [String]
        /// What it is, with its article.
        var found: String
    }

    let root: JSON
    private let text: JSONSpan

    init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        root = try JSON(parsing: bytes)
        text = JSONSpan(bytes)
    }

    /// The value that the keys lead to; nil where there is none.
    func value(at path: [String]) throws(WrongShape) -> JSON? {
        var value = root
        for (index, key) in path.enumerated() {
            guard let object = value.objectValue else { throw WrongShape(path: Array(path.prefix(index)), found: value.kindName) }
            guard let next = object[key] else { return nil }
            value = next
        }
        return value
    }

    /// The text with the member set: replaced where it stands, else put behind the last one; objects on the way are made.
    func setting(_ value: JSON, at path: [String]) throws(WrongShape) -> [UInt8] {
        _ = try self.value(at: path)
        var object = text.object(at: text.start)
        for (index, key) in path.enumerated() {
            guard let member = object.members.first(where: { $0.key == key }) else {
                let inner = path[(index + 1)...].reversed().reduce(value) { JSON.object([$1: $0]) }
                return inserting(key, inner, into: object)
            }
            if index == path.count - 1 {
                return replacing(member.value, with: rendered(value, indentation: lineIndentation(before: member.start)))
            }
            object = text.object(at: member.value.lowerBound)
        }
        return text.bytes
    }

    /// The text without the member; nil where there is none. What held it stays, if empty.
    func removing(at path: [String]) throws(WrongShape) -> [UInt8]? {
        guard let name = path.last, try value(at: path) != nil else { return nil }
        var object = text.object(at: text.start)
        for key in path.dropLast() {
            guard let member = object.members.first(where: { $0.key == key }) else { return nil }
            object = text.object(at: member.value.lowerBound)
        }
        guard let index = object.members.firstIndex(where: { $0.key == name }) else { return nil }
        let members = object.members
        if members.count == 1 { return replacing(object.open + 1..<object.close, with: []) }
        if index > 0 { return replacing(members[index - 1].value.upperBound..<members[index].value.upperBound, with: []) }
        return replacing(members[0].start..<members[1].start, with: [])
    }

    // MARK: writing

    private func inserting(_ key: String, _ value: JSON, into object: JSONSpan.Object) -> [UInt8] {
        let name = Array(JSON.string(key).serialized().utf8)
        if let last = object.members.last {
            let colon = text.bytes[last.keyEnd..<last.value.lowerBound]
            var lead = text.whitespace(before: last.start)
            // The only one stands right behind its brace, but has a blank behind its colon.
            if lead.isEmpty, object.members.count == 1, colon.last == 0x20 { lead = [0x20] }
            let member = name + colon
            let indentation = lineIndentation(before: last.start)
            return replacing(
                last.value.upperBound..<last.value.upperBound,
                with: [UInt8(ascii: ",")] + lead + member + rendered(value, indentation: indentation))
        }
        guard isManyLines else {
            return replacing(object.open + 1..<object.close, with: name + [UInt8(ascii: ":")] + rendered(value, indentation: nil))
        }
        let outer = text.indentation(ofLineAt: object.open)
        let inner = outer + unit
        let member = name + Array(": ".utf8) + rendered(value, indentation: inner)
        return replacing(object.open + 1..<object.close, with: lineEnd + inner + member + lineEnd + outer)
    }

    private func replacing(_ range: Range<Int>, with bytes: [UInt8]) -> [UInt8] {
        text.bytes[..<range.lowerBound] + bytes + text.bytes[range.upperBound...]
    }

    /// On one line, or, where an indentation is given, on lines that have at least that.
    private func rendered(_ value: JSON, indentation: [UInt8]?) -> [UInt8] {
        guard let indentation else { return Array(value.serialized().utf8) }
        var bytes: [UInt8] = []
        for (index, line) in value.serialized(pretty: true).split(separator: "\n").enumerated() {
            let content = line.drop { $0 == " " }
            if index > 0 { bytes += lineEnd + indentation }
            for _ in 0..<(line.count - content.count) / 2 { bytes += unit }
            bytes += content.utf8
        }
        return bytes
    }

    // MARK: how it is laid out

    /// What stands between the line's beginning and a member; nil where the member shares its line.
    private func lineIndentation(before start: Int) -> [UInt8]? {
        let lead = text.whitespace(before: start)
        return lead.lastIndex(of: 0x0A).map { Array(lead[($0 + 1)...]) }
    }

    /// An empty document has no layout; it gets lines.
    private var isManyLines: Bool {
        let object = text.object(at: text.start)
        return object.members.isEmpty || text.bytes[object.open..<object.close].contains(0x0A)
    }

    /// One level, as the first member has it; else two spaces.
    private var unit: [UInt8] {
        let first = text.object(at: text.start).members.first
        guard let found = first.flatMap({ lineIndentation(before: $0.start) }), !found.isEmpty else { return [0x20, 0x20] }
        return found
    }

    private var lineEnd: [UInt8] {
        guard let end = text.bytes.firstIndex(of: 0x0A), end > 0, text.bytes[end - 1] == 0x0D else { return [0x0A] }
        return [0x0D, 0x0A]
    }
}
