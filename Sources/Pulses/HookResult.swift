/// What became of a call of a hook.
package enum HookResult: String, CaseIterable, Sendable {
    /// It made something, or what it would have made was open already.
    case accepted
    /// Its id had come in before, and nothing was made.
    case replayed
    /// The hook does not hear such calls.
    case ignored
    case refused
}

/// Calls of one hook that ended alike.
package struct HookKind: Hashable, Sendable {
    package var hook: String
    package var result: HookResult

    package init(_ hook: String, _ result: HookResult) {
        self.hook = hook
        self.result = result
    }
}
