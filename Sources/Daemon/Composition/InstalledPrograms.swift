import Processes
import Pulses
import Synchronization

/// Which runners have their program on the PATH. What was found is remembered for a second: under load each pulse without a runner
/// would look through every folder of the PATH otherwise.
final class InstalledPrograms: Sendable {
    private let path: String
    private let clock: any WallClock
    private let known = Mutex<[String: (isInstalled: Bool, until: Duration)]>([:])

    init(path: String, clock: any WallClock) {
        self.path = path
        self.clock = clock
    }

    func has(_ runner: Runner) -> Bool {
        guard let program = runner.program else { return true }
        let now = clock.monotonic()
        if let answer = known.withLock({ $0[program] }), answer.until > now { return answer.isInstalled }
        let isInstalled = resolveExecutable(program, path: path) != nil
        known.withLock { $0[program] = (isInstalled, now + .seconds(1)) }
        return isInstalled
    }
}
