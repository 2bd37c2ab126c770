package import Pulses

/// Does every kind of action, each by whoever knows how.
package struct ActionPerformer: Performer {
    private let children: ChildPerformer
    private let webhooks: WebhookPerformer

    package init(children: ChildPerformer, webhooks: WebhookPerformer) {
        self.children = children
        self.webhooks = webhooks
    }

    package func perform(_ run: Run) async -> AttemptEnd {
        switch run.claim.spec.action {
        case .prompt, .command: await children.perform(run)
        case .webhook(let webhook): await webhooks.perform(webhook, run)
        }
    }

    // A call leaves no process behind.

    package func leftovers(notOf boot: BootID) -> Set<RunKey> { children.leftovers(notOf: boot) }

    package func endLeftovers(_ keys: Set<RunKey>, notOf boot: BootID, grace: Duration) async -> Set<RunKey> {
        await children.endLeftovers(keys, notOf: boot, grace: grace)
    }
}
