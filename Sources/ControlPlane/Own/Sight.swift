package import Pulses

/// What a caller is shown: a person everything, an agent its own alone. An agent of scope admin, who may change everything, sees it too.
package struct Sight: Hashable, Sendable {
    /// Whose things are shown; nil: everybody's.
    package var agent: String?
    /// The pulse inside whose run the caller works: that one is shown, whosever it is.
    package var run: PulseID?

    /// - Parameter owner: whose a thing is; nil: the person's.
    package func shows(_ owner: String?) -> Bool { agent == nil || agent == owner }
}

extension ControlPlane {
    package func sight(of caller: Caller) async throws(RequestError) -> Sight {
        let principal = try await principal(caller)
        return Sight(agent: principal.isOverAll ? nil : principal.agent?.name, run: caller.run?.pulse)
    }

    package var own: Own { Own(plane: self) }
}

/// Reads what a caller is shown. What is another's is not there for them: no answer tells that it exists.
package struct Own: Sendable {
    let plane: ControlPlane

    /// So many are read at once.
    static let pageSize = 500
    /// So many are looked at for one answer, whatever is asked for: an agent among a crowd costs no more than that.
    static let lookLimit = 20_000
}
