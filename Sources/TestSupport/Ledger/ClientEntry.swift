package import Pulses

/// What a client noted about one request for a pulse. Tries of the same request have the same key.
package struct ClientEntry: Hashable, Sendable {
    package enum Event: Hashable, Sendable {
        /// The request is about to be sent. By the client's own clock the pulse must not run before the moment given.
        case invoke(notBefore: BootTime)
        /// It was acknowledged: this pulse, due then.
        case ok(PulseID, due: BootTime)
        /// It was refused: nothing was made.
        case fail(String)
        /// There was no answer: it may have been made.
        case info(String)
    }

    package var at: BootTime
    /// The idempotency key, which the client also put into the pulse and into the child's arguments.
    package var key: String
    package var event: Event

    package init(at: BootTime, key: String, event: Event) {
        self.at = at
        self.key = key
        self.event = event
    }
}
