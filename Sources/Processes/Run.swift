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
    // Cancellation of the caller must not reach the library, whose teardown knows the leader alone; and a leader that cannot be killed
    // must not hold the caller for ever. The task ends when the leader is reaped.
    return await firstAnswer { answer in await run.perform(answer: answer, started: started) }
}

/// Does work that may never end in a task of its own, and returns with the first answer that it gives.
///
/// The one unstructured task of the house: whatever else waits for work waits for its end, and here that may not come. The task ends
/// when the work does.
///
/// - Parameters:
///   - substitute: what a cancelled caller gets at once, while the work is told by cancellation; nil keeps it deaf to that.
///   - work: gives at least one answer.
package func firstAnswer<Value: Sendable>(
    whenCancelled substitute: Value? = nil, of work: @escaping @Sendable (Answer<Value>) async -> Void
) async -> Value {
    let answer = Answer<Value>()
    let task = Task { await work(answer) }
    return await withTaskCancellationHandler {
        await withCheckedContinuation { answer.resume($0) }
    } onCancel: {
        guard let substitute else { return }
        task.cancel()
        answer.give(substitute)
    }
}

/// Resumes the caller once, with whichever answer comes first.
package final class Answer<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Value, Never>)
        case given(Value)
        case over
    }

    private let state = Mutex(State.open)

    /// Later answers are dropped.
    package func give(_ value: Value) {
        let waiting = state.withLock { state -> CheckedContinuation<Value, Never>? in
            switch state {
            case .open: state = .given(value)
            case .waiting(let continuation):
                state = .over
                return continuation
            case .given, .over: break
            }
            return nil
        }
        waiting?.resume(returning: value)
    }

    fileprivate func resume(_ continuation: CheckedContinuation<Value, Never>) {
        let given = state.withLock { state -> Value? in
            guard case .given(let value) = state else {
                state = .waiting(continuation)
                return nil
            }
            state = .over
            return value
        }
        if let given { continuation.resume(returning: given) }
    }
}
