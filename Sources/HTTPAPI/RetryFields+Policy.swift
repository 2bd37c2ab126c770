import ControlPlane
import Pulses
import Recurrence
import WireModel

extension RetryRequest {
    init(_ wish: RetryFields) {
        let backoff: Backoff? =
            switch wish.backoff {
            case .kind(let kind): .kind(kind)
            case .list(let waits): .list(waits)
            case nil: nil
            }
        self.init(
            attempts: wish.attempts, backoff: backoff, delay: wish.delay, maxDelay: wish.maxDelay, window: wish.window,
            fatal: wish.fatal, transient: wish.transient)
    }
}

extension RetryFields {
    init(_ policy: RetryPolicy) {
        self.init(attempts: Int64(policy.attempts), window: policy.window.map(HumanDuration.format))
        switch policy.backoff {
        case .exponential(let base):
            (backoff, delay) = (.kind("exponential"), HumanDuration.format(base))
            maxDelay = HumanDuration.format(policy.ceiling)
        case .fixed(let wait): (backoff, delay) = (.kind("fixed"), HumanDuration.format(wait))
        case .list(let waits): backoff = .list(waits.map(HumanDuration.format))
        }
        if !policy.rules.fatal.isEmpty { fatal = policy.rules.fatal.map(\.line) }
        if !policy.rules.transient.isEmpty { transient = policy.rules.transient.map(\.line) }
    }
}
