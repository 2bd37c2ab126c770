import Foundation
import Synchronization
import Testing

@testable import Daemon

/// The lines of the agent's door on both sides of the bridge.
@Suite("The bridge's streams", .timeLimit(.minutes(1)))
struct BridgeStreamTests {
    private static func lines(_ chunks: [String], limit: Int = 100) -> [String] {
        var splitter = LineSplitter(limit: limit)
        var rest = chunks.map { Array($0.utf8) }[...]
        var lines: [String] = []
        while let line = splitter.next({ rest.popFirst() ?? [] }) { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    @Test(
        "lines are cut at line feeds alone, wherever the parts end",
        arguments: [
            (["a\nb\n"], ["a", "b"]), (["a", "b\n\nc"], ["ab", "", "c"]), ([], []), (["\n"], [""]),
            (["\u{2028}a\r\nb"], ["\u{2028}a\r", "b"]),
        ])
    func cut(_ chunks: [String], _ lines: [String]) { #expect(Self.lines(chunks) == lines) }

    @Test("of a line that is too long one byte more than is allowed is kept, and the next one is whole")
    func tooLong() {
        let long = String(repeating: "x", count: 64)
        #expect(Self.lines([long, long, "yy\nnext\n"], limit: 64) == [long + "x", "next"])
        #expect(Self.lines([long + "\nnext"], limit: 64) == [long, "next"])
    }

    @Test("input is read when it is asked for, and not before")
    func input() async throws {
        let pipe = try Pipe()
        let ends = Count()
        let input = LineInput(pipe.read, limit: 1 << 20) { ends.add(1) }
        var lines = input.makeAsyncIterator()
        pipe.send("one\ntwo")
        #expect(await lines.next(isolation: nil) == Array("one".utf8))
        pipe.closeWriting()
        #expect(ends.now == 0)
        #expect(await lines.next(isolation: nil) == Array("two".utf8))
        #expect(await lines.next(isolation: nil) == nil)
        #expect(ends.now == 1)
        pipe.closeReading()
    }

    @Test("an end is told while nobody asks for what is left")
    func hungUp() async throws {
        let pipe = try Pipe()
        let (told, telling) = AsyncStream.makeStream(of: Void.self)
        let ends = Count()
        let input = LineInput(pipe.read, limit: 1 << 20) {
            ends.add(1)
            telling.yield()
        }
        pipe.send("one\ntwo\n")
        pipe.closeWriting()
        for await _ in told { break }
        var lines: [String] = []
        for await line in input { lines.append(String(decoding: line, as: UTF8.self)) }
        #expect(lines == ["one", "two"] && ends.now == 1)
        pipe.closeReading()
    }

    @Test("output leaves in order; whoever has gone ends it, once")
    func output() async throws {
        let pipe = try Pipe()
        let closings = Count()
        let output = LineOutput(pipe.write) { closings.add(1) }
        await output.write(Array("one\n".utf8))
        await output.write(Array("two\n".utf8))
        #expect(pipe.receive() == "one\ntwo\n")
        pipe.closeReading()
        await output.write(Array("three\n".utf8))
        await output.write(Array("four\n".utf8))
        #expect(closings.now == 1)
        pipe.closeWriting()
    }

    @Test("a reader who does not read holds up nobody who has given up")
    func blocked() async throws {
        let pipe = try Pipe()
        let output = LineOutput(pipe.write) {}
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await output.write([UInt8](repeating: 0x78, count: 1 << 20)) }
            group.addTask { await output.write([0x78]) }
            output.giveUp(after: .milliseconds(50))
        }
        await output.write([0x78])
        pipe.closeReading()
    }

    @Test("a gate lets in as many as it has places, the others by their order, and whoever is cancelled not at all")
    func gate() async {
        let gate = Gate(places: 2)
        let inside = Count()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await gate.pass {
                        inside.add(1)
                        await Task.yield()
                        inside.add(-1)
                    }
                }
            }
        }
        #expect(inside.most == 2)
        let one = Gate(places: 1)
        await one.pass {
            #expect(await one.passAtOnce { true } == nil)
            await withTaskGroup(of: Bool?.self) { group in
                group.addTask { await one.pass { true } }
                group.cancelAll()
                #expect(await group.next() == .some(nil))
            }
        }
        #expect(await one.passAtOnce { true } == true)
    }

    private final class Count: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var now: Int { state.withLock { $0.now } }
        var most: Int { state.withLock { $0.most } }

        func add(_ number: Int) {
            state.withLock { state in
                state.now += number
                state.most = max(state.most, state.now)
            }
        }
    }

    /// A pipe of the system; SIGPIPE is an error here.
    private final class Pipe: Sendable {
        let read: Int32
        let write: Int32

        init() throws {
            signal(SIGPIPE, SIG_IGN)
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            (read, write) = (ends[0], ends[1])
        }

        func send(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { Foundation.write(write, $0.baseAddress, $0.count) } }

        func receive() -> String {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = bytes.withUnsafeMutableBytes { Foundation.read(read, $0.baseAddress, $0.count) }
            return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        }

        func closeReading() { close(read) }

        func closeWriting() { close(write) }
    }
}
