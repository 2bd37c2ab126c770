import Pulses
import TestSupport
import Testing

struct LedgerLineTests {
    private static let run = RunKey(pulse: PulseID(12), attempt: 2)

    private static let readable: [(String, ChildEntry.Event)] = [
        ("START w1-3 12 2 abcdef 4711 1234567890123", .start), ("OVERLAP w1-3 12 2 abcdef 4711 1234567890123", .overlap),
        ("FULL w1-3 12 2 abcdef 4711 1234567890123", .full),
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

    @Test func `a daemon that is stopped cannot work`() {
        func at(_ seconds: Int64) -> BootTime { BootTime(nanoseconds: seconds * 1_000_000_000) }
        var life = DaemonLife(boot: nil, startedAt: at(0), readyAt: at(1), end: nil)
        #expect(life.working(after: at(10)) == nil)
        life.end = DaemonLife.End(how: .killed, at: at(20))
        life.pauses = [
            DaemonLife.Pause(from: at(5), to: at(6)), DaemonLife.Pause(from: at(8), to: at(11)), DaemonLife.Pause(from: at(15), to: at(17)),
        ]
        #expect(life.working(after: at(10)) == .seconds(7))
        #expect(life.working(after: at(16)) == .seconds(3))
    }
}
