package import Pulses
package import Recurrence

/// Lists the hooks of the configuration, by name, with what came in since the daemon began.
package struct ListHooks: Sendable {
    let plane: ControlPlane

    package struct Entry: Hashable, Sendable {
        package var hook: Hook
        /// References to secrets that are not to be had.
        package var missing: [String]
        package var received: [HookResult: Int64]
        /// When the latest call that was not refused came in.
        package var lastAt: Instant?
    }

    package func callAsFunction() -> [Entry] {
        let counts = plane.measures.hooks
        let latest = plane.measures.latestHooks
        return plane.hooks.all.map { hook in
            Entry(
                hook: hook, missing: hook.proof.secrets.filter { plane.hooks.secret($0)?.isEmpty != false },
                received: Dictionary(uniqueKeysWithValues: HookResult.allCases.map { ($0, counts[HookKind(hook.name, $0)] ?? 0) }),
                lastAt: latest[hook.name])
        }
    }
}
