import Subprocess
import Synchronization
import SystemPackage

/// Runs one child to its end and the end of its process group: the one spawn path of the house.
///
/// - The child leads a process group of its own, has default signals, the descriptors 0 to 2 and the environment of the spec alone.
/// - The run ends when its leader has ended and nothing of its tree is left. Who outlives the leader, in its group or, found by the
///   run's marker, in a group or session of its own (setsid), gets TERM at once, KILL after the grace: the next attempt must not meet it.
/// - It returns at most the grace and one second after it was told to end, even when something in the tree cannot be killed:
///   then `treeGone` is false. (And not before `started` has returned.)
/// - Cancelling the Swift task changes nothing; ask through `control`.
/// - A crash of this process leaves the child running; the marker and the identity given to `started` find it again.
///
/// - Parameter started: called once when the child has been spawned, while it is watched; not called if it was not.
package func run(
    _ spec: ChildSpec, control: RunControl, started: @escaping @Sendable (ProcessIdentity) async -> Void
) async -> ChildEnd {
    defer { control.noteOver() }
    if let refusal = spec.refusal() { return .unstarted(.couldNotStart(refusal)) }
    if let request = control.request { return .unstarted(.notStarted, reason: request.reason) }
    let run: ChildRun
    do throws(SpawnFailure) {
        run = try ChildRun(spec: spec, control: control)
    } catch {
        return .unstarted(.couldNotStart(error))
    }
    return await withCheckedContinuation { continuation in
        // The one unstructured task of this room. Cancellation of the caller must not reach the library, whose teardown knows the
        // leader alone; and a leader that cannot be killed must not hold the caller for ever. The task ends when the leader is reaped.
        Task { await run.perform(answer: Answer(continuation), started: started) }
    }
}

/// Resumes the caller once, with whichever end is known first.
final class Answer: Sendable {
    private let continuation: Mutex<CheckedContinuation<ChildEnd, Never>?>

    init(_ continuation: CheckedContinuation<ChildEnd, Never>) { self.continuation = Mutex(continuation) }

    func give(_ end: ChildEnd) {
        let waiting = continuation.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        waiting?.resume(returning: end)
    }
}
