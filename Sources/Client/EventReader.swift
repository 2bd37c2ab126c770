/// Takes server-sent events out of a stream of bytes (HTML standard, section 9.2.6). Of an event its data counts, and nothing else.
struct EventReader {
    static let mediaType = "text/event-stream"
    /// The longest event, in bytes.
    static let limit = 8 * 1_048_576

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    /// The last byte was a carriage return: a line feed after it belongs to the same end of line.
    private var isAfterReturn = false

    /// - Returns: the data of the events that end in these bytes.
    /// - Throws: `answerTooLarge` for an event of more than ``limit``.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(ClientError) -> [[UInt8]] {
        var events: [[UInt8]] = []
        for byte in bytes {
            defer { isAfterReturn = byte == 0x0D }
            guard byte == 0x0A || byte == 0x0D else {
                guard line.count + data.count < Self.limit else { throw .answerTooLarge(limit: Self.limit) }
                line.append(byte)
                continue
            }
            if byte == 0x0A, isAfterReturn { continue }
            if let event = endLine() { events.append(event) }
        }
        return events
    }

    /// A line is a field, a comment, or nothing: that ends an event.
    private mutating func endLine() -> [UInt8]? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else {
            defer { (data, hasData) = ([], false) }
            return hasData ? data : nil
        }
        let name = line.prefix { $0 != UInt8(ascii: ":") }
        guard name.elementsEqual("data".utf8) else { return nil }
        var value = line.dropFirst(name.count + 1)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if hasData { data.append(0x0A) }
        data += value
        hasData = true
        return nil
    }
}
