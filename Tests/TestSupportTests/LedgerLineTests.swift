import Pulses
import TestSupport
import Testing

struct LedgerLineTests {
    private static let run = RunKey(pulse: PulseID(12), attempt: 2)

    private static let readable: [(String, ChildEntry.Event)] = [
        ("START w1-3 12 2 abcdef 4711 1234567890123", .start), ("OVERLAP w1-3 12 2 abcdef 4711 1234567890123", .overlap),
        ("GRANDCHILD w1-3 12 2 abcdef 4711 1234567890123", .grandchild), ("END w1-3 12 2 abcdef 4711 1234567890123 0", .end(exit: 0)),
        ("END w1-3 12 2 abcdef 4711 1234567890123 17", .end(exit: 17)),
    ]

    @Test(arguments: readable) func `a whole line is read`(line: String, event: ChildEntry.Event) {
        let entry = ChildEntry(
            at: BootTime(nanoseconds: 1_234_567_890_123), key: "w1-3", run: Self.run, boot: BootID("abcdef"), pid: 4711, event: event)
        #expect(ChildEntry(line: line) == entry)
    }

    @Test(
        arguments: [
            "", "START", "START w1-3 12 2 abcdef 4711", "START w1-3 12 2 abcdef 4711 1234567890123 0", "END w1-3 12 2 abcdef 4711 123",
            "END w1-3 12 2 abcdef 4711 123 x", "START  12 2 abcdef 4711 123", "START w1-3 x 2 abcdef 4711 123", "STARTED w1-3 12 2 a 1 2",
            "START w1-3 12 2 abcdef 4711 123START w1-3 12 2 abcdef 4711 123",
        ])
    func `a torn or foreign line is none`(line: String) {
        #expect(ChildEntry(line: line) == nil)
    }

    @Test func `boot time reads as seconds and counts in nanoseconds`() {
        let time = BootTime(nanoseconds: 83_000_042_001)
        #expect("\(time)" == "83.000042 s")
        #expect(time + .milliseconds(3) - time == .milliseconds(3))
        #expect(time - .seconds(1) < time)
    }
}
