import Foundation
import TestSupport

/// Reads the children's ledger on from where it was read last.
struct ChildLedgerFile {
    private let path: String
    private var offset: off_t = 0
    private var rest: [UInt8] = []
    /// Whole lines that are none of a ledger's.
    private(set) var foreign: [String] = []

    init(path: String) { self.path = path }

    /// What came since the last call.
    mutating func read() -> [ChildEntry] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, offset)
            guard count > 0 else { break }
            offset += off_t(count)
            rest += chunk[..<count]
        }
        guard let last = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
        let lines = rest[...last].split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        rest.removeSubrange(...last)
        return lines.compactMap { line in
            if let entry = ChildEntry(line: line) { return entry }
            foreign.append(line)
            return nil
        }
    }

    /// What follows the last whole line: a write that was cut off.
    var torn: String? { rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self) }
}
