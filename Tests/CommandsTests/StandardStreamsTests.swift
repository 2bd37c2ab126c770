import Foundation
import Recurrence
import Testing

@testable import Commands

@Suite("The streams of the process")
struct StandardStreamsTests {
    private func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    @Test("what is written is read whole; reading stops at its limit")
    func roundTrip() throws {
        let (input, output) = try pipe()
        try StandardStreams.write(Array("hello".utf8), to: output)
        close(output)
        #expect(try StandardStreams.read(input, limit: 3) == Array("hel".utf8))
        #expect(try StandardStreams.read(input, limit: 100) == Array("lo".utf8))
        close(input)
    }

    @Test("a pipe that nobody reads is `outputClosed`; a stream that is none is `outputFailed`")
    func closedPipe() throws {
        signal(SIGPIPE, SIG_IGN)
        let (input, output) = try pipe()
        close(input)
        let error = #expect(throws: CommandError.self) { try StandardStreams.write([1], to: output) }
        guard case .outputClosed? = error else {
            Issue.record("expected outputClosed")
            return
        }
        close(output)
        let other = #expect(throws: CommandError.self) { try StandardStreams.write([1], to: -1) }
        guard case .outputFailed? = other else {
            Issue.record("expected outputFailed")
            return
        }
    }

    @Test("a stream that does not block is waited for")
    func nonBlocking() async throws {
        let (input, output) = try pipe()
        _ = fcntl(output, F_SETFL, fcntl(output, F_GETFL) | O_NONBLOCK)
        let size = 1_000_000
        async let received = Self.readAll(input)
        try StandardStreams.write([UInt8](repeating: 7, count: size), to: output)
        close(output)
        #expect(await received == size)
        close(input)
    }

    @concurrent private static func readAll(_ descriptor: Int32) async -> Int {
        (try? StandardStreams.read(descriptor, limit: .max))?.count ?? -1
    }

    @Test("a pipe has no width")
    func width() throws {
        let (input, output) = try pipe()
        #expect(StandardStreams.width(output, environment: ["COLUMNS": "80"]) == nil)
        close(input)
        close(output)
    }

    @Test("the system's local time agrees with the calendar")
    func localTime() {
        let instant = Instant(seconds: 1_768_896_000)
        let (offset, name) = LocalTime.system.lookUp(instant)
        #expect(offset == TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: 1_768_896_000)))
        #expect(!name.isEmpty)
    }
}
