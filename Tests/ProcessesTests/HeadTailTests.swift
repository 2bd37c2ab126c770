import Testing

@testable import Processes

@Suite struct HeadTailTests {
    /// Feeds `total` numbered bytes in chunks and returns what would lie in the file, and the gap.
    private func kept(total: Int, limit: Int, chunk: Int) -> (head: [UInt8], last: [UInt8], leftOut: Int) {
        var logic = HeadTail(limit: limit)
        var head: [UInt8] = []
        let all = (0..<total).map { UInt8(truncatingIfNeeded: $0 % 251) }
        for start in stride(from: 0, to: total, by: chunk) {
            Array(all[start..<min(start + chunk, total)]).withUnsafeBytes { bytes in
                head += bytes.prefix(logic.accept(bytes))
            }
        }
        return (head, logic.last, logic.leftOut)
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1000], [0, 1, 2, 5, 9, 10, 11, 12, 25, 400])
    func `keeps the first and the last half whatever the chunks are`(chunk: Int, total: Int) {
        for limit in [0, 1, 2, 7, 10] {
            let all = (0..<total).map { UInt8(truncatingIfNeeded: $0 % 251) }
            let result = kept(total: total, limit: limit, chunk: chunk)
            if total <= limit {
                #expect(result.head + result.last == all)
                #expect(result.leftOut == 0)
            } else {
                #expect(result.head == Array(all.prefix(limit / 2)))
                #expect(result.last == Array(all.suffix(limit - limit / 2)))
                #expect(result.leftOut == total - limit)
            }
        }
    }

    @Test func `a tail begins at a character and is repaired`() {
        #expect(TailText.make(Array("é€".utf8.dropFirst()), isCut: true) == "€")
        #expect(TailText.make([0xA9, 0x61], isCut: false) == "\u{FFFD}a")
        #expect(TailText.make([0x61, 0xF0, 0x9F], isCut: false).utf8.count <= 7)
        let broken = TailText.make([UInt8](repeating: 0xFF, count: 4096), isCut: true)
        #expect(broken.utf8.count <= 4096)
        #expect(broken.allSatisfy { $0 == "\u{FFFD}" })
        let wide = TailText.make(Array(String(repeating: "😀", count: 1024).utf8), isCut: true)
        #expect(wide == String(repeating: "😀", count: 1024))
        #expect(TailText.make([], isCut: false) == "")
    }
}
