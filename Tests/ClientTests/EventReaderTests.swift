import Testing

@testable import Client

@Suite("Server-sent events")
struct EventReaderTests {
    private func read(_ text: String, by size: Int = 1) throws -> [String] {
        var reader = EventReader()
        let bytes = Array(text.utf8)
        var events: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            events += try reader.take(bytes[start..<min(start + size, bytes.count)])
        }
        return events.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "data is taken out of lines, whatever ends them",
        arguments: [
            ("data: a\n\n", ["a"]), ("data:a\r\n\r\n", ["a"]), ("data: a\rdata:  b\r\r", ["a\n b"]), (": comment\n\n", []),
            ("event: message\nid: 1\ndata: {\"é\":1}\n\n: still here\n\ndata: b\n\n", ["{\"é\":1}", "b"]), ("data\n\n", [""]),
            ("data: unfinished\n", []), ("database: no\n\n", []), ("\n\n\ndata: a\n\n\n", ["a"]),
        ])
    func lines(_ text: String, _ events: [String]) throws {
        for size in [1, 2, 3, 1000] { #expect(try read(text, by: size) == events) }
    }

    @Test("an event without end is refused")
    func endless() {
        var reader = EventReader()
        let part = [UInt8](repeating: 0x78, count: 1 << 20)
        #expect(throws: ClientError.answerTooLarge(limit: EventReader.limit)) {
            for _ in 0..<9 { _ = try reader.take(part) }
        }
    }
}
