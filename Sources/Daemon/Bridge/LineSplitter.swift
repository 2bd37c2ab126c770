import Foundation

/// Cuts a stream of bytes into lines.
struct LineSplitter {
    /// Bytes of a line; of a longer one the first `limit + 1` are handed on, so that it can be seen to be too long.
    let limit: Int
    private var chunk: [UInt8] = []
    private var position = 0

    init(limit: Int) { self.limit = limit }

    /// The next line, without its line feed; nil at the end. What follows the last line feed is a line too.
    ///
    /// - Parameter read: more bytes; empty at the end.
    mutating func next(_ read: () -> [UInt8]) -> [UInt8]? {
        var line: [UInt8] = []
        while true {
            if position == chunk.count {
                (chunk, position) = (read(), 0)
                if chunk.isEmpty { return line.isEmpty ? nil : line }
            }
            let end = lineEnd()
            let part = chunk[position..<(end ?? chunk.count)]
            line += part.prefix(limit + 1 - line.count)
            position = end.map { $0 + 1 } ?? chunk.count
            if end != nil { return line }
        }
    }

    private func lineEnd() -> Int? {
        chunk[position...].withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let found = memchr(base, 0x0A, bytes.count) else { return nil }
            return position + (UnsafeRawPointer(found) - base)
        }
    }
}
