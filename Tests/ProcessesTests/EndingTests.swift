import Foundation
import Testing

@testable import Processes

@Suite(.timeLimit(.minutes(2))) struct EndingTests {
    /// Ignores TERM, as does what it starts, and holds standard output.
    static let stubborn = "trap '' TERM; sleep 300 & echo $! > ready.tmp; mv ready.tmp ready; wait"

    @Test func `a run ends with its leader and takes the group along`() async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(sandbox.shell("sleep 300 & echo hi", grace: .seconds(30)))
        #expect(end.how == .exited(0))
        #expect(end.endReason == nil)
        #expect(end.treeGone)
        #expect(end.standardOutput.tail == "hi\n")
        #expect(try #require(end.duration) < .seconds(5))
        #expect(sandbox.leftovers.isEmpty)
    }

    @Test func `members handed over in the leader's last moment are found`() async throws {
        let sandbox = try Sandbox()
        for _ in 0..<20 {
            let end = await sandbox.run(sandbox.shell("( ( ( sleep 300 & ) & ) & )", grace: .seconds(30)))
            #expect(end.treeGone)
            #expect(sandbox.leftovers.isEmpty)
        }
    }

    @Test func `a group left behind that ignores TERM is killed after the grace`() async throws {
        let sandbox = try Sandbox()
        let script = "(trap '' TERM; : > ready; exec sleep 300) & until [ -e ready ]; do :; done; exit 7"
        let begun = ContinuousClock.now
        let end = await sandbox.run(sandbox.shell(script))
        #expect(end.how == .exited(7))
        #expect(end.endReason == nil)
        #expect(end.treeGone)
        #expect(ContinuousClock.now - begun >= .milliseconds(300))
        #expect(sandbox.leftovers.isEmpty)
    }

    @Test func `cancelling ends a tree that ignores TERM within the grace and a second`() async throws {
        let sandbox = try Sandbox()
        let (end, took) = await sandbox.run(sandbox.shell(Self.stubborn), untilFile: "ready") {
            $0.end(reason: .cancelled, grace: .milliseconds(300))
        }
        #expect(end.how == .signalled(9))
        #expect(end.endReason == .cancelled)
        #expect(end.treeGone)
        #expect(took >= .milliseconds(300) && took < .milliseconds(300) + slack, "\(took)")
        #expect(sandbox.leftovers.isEmpty)
    }

    @Test func `TERM comes first and is enough for the polite`() async throws {
        let sandbox = try Sandbox()
        let script = "trap 'echo bye; exit 9' TERM; : > ready; while :; do sleep 0.01; done"
        let (end, took) = await sandbox.run(sandbox.shell(script), untilFile: "ready") { $0.end(reason: .shutdown, grace: .seconds(30)) }
        #expect(end.how == .exited(9))
        #expect(end.endReason == .shutdown)
        #expect(end.standardOutput.tail == "bye\n")
        #expect(took < .seconds(10))
    }

    @Test func `a stopped child hears TERM`() async throws {
        let sandbox = try Sandbox()
        let (end, took) = await sandbox.run(sandbox.shell(": > ready; kill -STOP $$"), untilFile: "ready") {
            $0.end(reason: .cancelled, grace: .seconds(30))
        }
        #expect(took < .seconds(10))
        #expect(end.treeGone)
    }

    @Test func `one that left the group by setsid is ended on cancel`() async throws {
        let sandbox = try Sandbox()
        let script = "setsid sh -c 'trap \"\" TERM; : > ready; exec sleep 300' & sleep 300"
        let (end, took) = await sandbox.run(sandbox.shell(script), untilFile: "ready") {
            $0.end(reason: .cancelled, grace: .milliseconds(300))
        }
        #expect(end.endReason == .cancelled)
        #expect(end.treeGone)
        #expect(took < .milliseconds(300) + slack, "\(took)")
        #expect(sandbox.leftovers.isEmpty)
    }

    @Test func `one that left the group by setsid is ended with its run, however that ends`() async throws {
        // Often, since each time the looks fall elsewhere into the exec of the one that left.
        for pause in Array(repeating: "", count: 40) + ["sleep 1.1; "] {
            let sandbox = try Sandbox()
            let script = "setsid sh -c 'trap \"\" TERM; : > ready; exec sleep 300' & until [ -e ready ]; do :; done; \(pause)exit 3"
            let end = await sandbox.run(sandbox.shell(script, grace: .milliseconds(20)))
            #expect(end.how == .exited(3))
            #expect(end.treeGone)
            #expect(sandbox.leftovers.isEmpty)
        }
    }

    @Test func `the timeout ends the tree`() async throws {
        let sandbox = try Sandbox()
        let end = await sandbox.run(sandbox.shell(Self.stubborn, timeout: .milliseconds(400)))
        #expect(end.how == .signalled(9))
        #expect(end.endReason == .timedOut)
        let duration = try #require(end.duration)
        #expect(duration >= .milliseconds(400) && duration < .milliseconds(700) + slack, "\(duration)")
        #expect(sandbox.leftovers.isEmpty)
    }

    @Test func `asked before the start it never starts`() async throws {
        let sandbox = try Sandbox()
        let control = RunControl()
        control.end(reason: .cancelled, grace: .zero)
        let started = Slot<Bool>()
        let end = await Processes.run(sandbox.shell(": > ran"), control: control) { _ in started.set(true) }
        #expect(end.how == .notStarted)
        #expect(end.endReason == .cancelled)
        #expect(end.treeGone)
        #expect(started.value == nil)
        #expect(!sandbox.exists("ran"))
    }

    @Test func `a later call shortens the grace and keeps the first reason`() async throws {
        let sandbox = try Sandbox()
        let (end, took) = await sandbox.run(sandbox.shell(Self.stubborn), untilFile: "ready") { control in
            control.end(reason: .shutdown, grace: .seconds(100))
            control.end(reason: .cancelled, grace: .seconds(200))
            control.end(reason: .cancelled, grace: .zero)
        }
        #expect(end.endReason == .shutdown)
        #expect(end.treeGone)
        #expect(took < slack, "\(took)")
    }

    @Test func `a later call shortens the grace that a left group has`() async throws {
        let sandbox = try Sandbox()
        let script = "(trap '' TERM; exec sleep 300) & sleep 0.2; : > ready"
        let (end, took) = await sandbox.run(sandbox.shell(script, grace: .seconds(100)), untilFile: "ready") {
            $0.end(reason: .shutdown, grace: .zero)
        }
        #expect(end.treeGone)
        #expect(took < slack, "\(took)")
        #expect(sandbox.leftovers.isEmpty)
    }

    @Test func `cancelling the Swift task changes nothing`() async throws {
        let sandbox = try Sandbox()
        let end = await withTaskGroup(of: ChildEnd.self) { group in
            group.addTask { await sandbox.run(sandbox.shell(": > ready; until [ -e go ]; do sleep 0.01; done; exit 8")) }
            await eventually("the start") { sandbox.exists("ready") }
            group.cancelAll()
            sandbox.touch("go")
            return await group.next()
        }
        #expect(end?.how == .exited(8))
        #expect(end?.endReason == nil)
    }
}
