import Pulses

/// One request of a client with all its tries.
struct Request {
    struct Acknowledgement {
        var at: BootTime
        var pulse: PulseID
        var due: BootTime
    }

    var key: String
    /// When it was first sent.
    var firstAt: BootTime
    /// Before this it must not run, unless the clock is set.
    var notBefore: BootTime
    var acknowledgements: [Acknowledgement] = []
    /// A try was neither acknowledged nor refused, so there may be a pulse.
    var isOpen = false
    private var pending = false

    init(key: String, firstAt: BootTime, notBefore: BootTime) {
        self.key = key
        self.firstAt = firstAt
        self.notBefore = notBefore
    }

    /// Every try was refused.
    var isRefused: Bool { acknowledgements.isEmpty && !isOpen && !pending }

    /// Requests by key; a key that was only answered, never sent, is none.
    static func all(in entries: [ClientEntry]) -> [String: Request] {
        var requests: [String: Request] = [:]
        for entry in entries {
            switch entry.event {
            case .invoke(let notBefore):
                var request = requests[entry.key] ?? Request(key: entry.key, firstAt: entry.at, notBefore: notBefore)
                request.notBefore = min(request.notBefore, notBefore)
                request.pending = true
                requests[entry.key] = request
            case .ok(let pulse, let due):
                requests[entry.key]?.acknowledgements.append(Acknowledgement(at: entry.at, pulse: pulse, due: due))
                requests[entry.key]?.pending = false
            case .info:
                requests[entry.key]?.isOpen = true
                requests[entry.key]?.pending = false
            case .fail:
                requests[entry.key]?.pending = false
            }
        }
        return requests
    }
}
