import Foundation
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(2))) struct ProcessTableTests {
    /// Starts what another boot of the daemon would have left: marked with that boot, and out of reach of any run of ours.
    private func leave(_ script: String, by marker: RunMarker, in sandbox: Sandbox) async {
        let marked = "\(RunMarker.variable)='\(marker.environmentValue)' setsid sh -c '\(script)'"
        let end = await sandbox.run(sandbox.shell("\(marked) & until [ -e left ]; do :; done"))
        #expect(end.how == .exited(0))
    }

    @Test func `finds and ends what another boot left, and nothing else`() async throws {
        let sandbox = try Sandbox()
        let other = RunMarker(home: sandbox.folder, boot: "otherboot", pulse: 5, attempt: 2)
        await leave("trap \"\" TERM; sleep 300 & : > left; exec sleep 300", by: other, in: sandbox)
        let mine = RunControl()
        async let run = sandbox.run(sandbox.shell(": > up; exec sleep 300"), mine)
        await eventually("our own run") { sandbox.exists("up") }

        let found = ProcessTable.processes { $0.home == sandbox.folder && $0.boot != sandbox.marker.boot }
        #expect(found.map(\.1) == [other, other])
        #expect(!ProcessTable.processes { $0 == sandbox.marker }.isEmpty)

        let begun = ContinuousClock.now
        #expect(await ProcessTable.endTrees(of: { $0 == other }, grace: .milliseconds(300)))
        #expect(ContinuousClock.now - begun < .milliseconds(300) + slack)
        #expect(ProcessTable.processes { $0 == other }.isEmpty)
        #expect(!ProcessTable.processes { $0 == sandbox.marker }.isEmpty)
        mine.end(reason: .cancelled, grace: .seconds(1))
        #expect(await run.endReason == .cancelled)
    }

    @Test func `the group of a marked leader goes with it`() async throws {
        let sandbox = try Sandbox()
        let other = RunMarker(home: sandbox.folder, boot: "otherboot", pulse: 6, attempt: 1)
        await leave("env -i sleep 300 & echo $! > unmarked; : > left; exec sleep 300", by: other, in: sandbox)
        let pid = try #require(Int32(sandbox.text("unmarked").trimmingCharacters(in: .whitespacesAndNewlines)))
        let unmarked = try #require(ProcessIdentity.of(pid: pid))
        #expect(unmarked.isAlive)
        #expect(await ProcessTable.endTrees(of: { $0 == other }, grace: .seconds(5)))
        await eventually("the end of the unmarked member") { !unmarked.isAlive }
    }

    @Test func `what has gone already is no work`() async {
        #expect(await ProcessTable.endTrees(of: { $0.boot == "no such boot" }, grace: .seconds(30)))
    }

    @Test func `a signal for an earlier process of the same number is not sent`() async throws {
        let sandbox = try Sandbox()
        let (end, _) = await sandbox.run(sandbox.shell("echo $$ > pid.tmp; mv pid.tmp ready; exec sleep 0.3"), untilFile: "ready") { _ in
            guard let pid = Int32(sandbox.text("ready").trimmingCharacters(in: .whitespacesAndNewlines)),
                var identity = ProcessIdentity.of(pid: pid)
            else { return }
            identity.startTicks -= 1
            identity.signal(9)
            identity.signal(9, withGroup: true)
        }
        #expect(end.how == .exited(0))
    }
}
