import ControlPlane
import WireModel

extension PulseChange {
    /// What is absent stays; what is null goes back to its default.
    init(_ patch: PulsePatch) {
        self.init()
        func change<Value>(_ name: String, _ value: Value?) -> Change<Value> { patch.cleared.contains(name) ? .reset : Change(value) }
        let values = patch.values
        at = change("at", values.at)
        zone = change("zone", values.zone)
        expires = change("expires_at", values.expiresAt)
        part.prompt = change("prompt", values.prompt)
        part.command = change("command", values.command)
        part.webhook = change("webhook", values.webhook.map(WebhookRequest.init))
        part.priority = change("priority", values.priority)
        part.session = change("session", values.session)
        part.notes = change("sticky_notes", values.stickyNotes)
        part.tags = change("tags", values.tags)
        part.runner = change("runner", values.runner)
        part.directory = change("cwd", values.cwd)
        part.environment = change("env", values.env)
        part.timeout = change("timeout", values.timeout)
        part.retry = change("retry", values.retry.map(RetryRequest.init))
        part.onLost = change("on_lost", values.onLost)
        part.pools = change("pools", values.pools)
    }
}
