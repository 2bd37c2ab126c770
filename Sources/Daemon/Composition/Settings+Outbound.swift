import Outbound
import Performers

extension Settings {
    var addressRules: AddressRules { AddressRules(allowing: webhooks.allowed) }

    var webhookJudge: WebhookJudge {
        let references = webhooks.agentSecrets.compactMap { (try? SecretText($0))?.onlyReference }
        return WebhookJudge(rules: addressRules, agentSecrets: Set(references))
    }
}
