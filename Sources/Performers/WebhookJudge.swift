package import Outbound
package import Pulses

/// Says before a webhook is made what would be wrong with calling it.
package struct WebhookJudge: Sendable {
    let rules: AddressRules
    /// The references that agents may use.
    let agentSecrets: Set<SecretText.Reference>

    package init(rules: AddressRules, agentSecrets: Set<SecretText.Reference> = []) {
        self.rules = rules
        self.agentSecrets = agentSecrets
    }

    package func faults(of webhook: Webhook) -> [WebhookFault] {
        var faults: [WebhookFault] = []
        do throws(OutboundURLFault) {
            let url = try OutboundURL(webhook.url)
            // A name is looked up when it is called.
            if let address = url.address, let refusal = rules.refusal(of: address, host: url.host, reach: webhook.reach) {
                faults.append(WebhookFault(["url"], "cannot be used: \(refusal)"))
            }
        } catch {
            faults.append(WebhookFault(["url"], error.description))
        }
        for (name, value) in webhook.headers.sorted(by: { $0.key < $1.key }) {
            if let sentence = sentence(value, webhook) { faults.append(WebhookFault(["headers", name], sentence)) }
        }
        for (index, secret) in webhook.secrets.enumerated() {
            if let sentence = sentence(secret, webhook, isOnlyReference: true) {
                faults.append(WebhookFault(["secrets", String(index)], sentence))
            }
        }
        return faults
    }

    /// What is wrong with a text that may hold references. The text is not quoted: it may be the secret itself.
    private func sentence(_ text: String, _ webhook: Webhook, isOnlyReference: Bool = false) -> String? {
        do throws(SecretTextFault) {
            let text = try SecretText(text)
            if isOnlyReference, text.onlyReference == nil {
                return "is no reference; a secret is never stored: write ${env:NAME} or ${file:/PATH}, and keep it there"
            }
            return text.references.lazy.compactMap { refusal(of: $0, webhook) }.first
        } catch {
            return error.description
        }
    }

    /// Why a webhook may not use a secret; nil where it may.
    func refusal(of reference: SecretText.Reference, _ webhook: Webhook) -> String? {
        guard webhook.isConfined, !agentSecrets.contains(reference) else { return nil }
        return "uses \(reference), which is not open to agents; to allow it, add it to webhooks.agent_secrets in the configuration"
    }
}

extension Webhook {
    var reach: AddressRules.Reach { isConfined ? .publicOnly : .anywhere }
}
