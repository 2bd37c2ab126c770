/// GitHub's: `sha256=` and the hexadecimal HMAC-SHA256 of the body. GitHub signs no time and no name of the delivery.
struct GitHubProof {
    let secrets: [String]

    func verify(_ call: HookCall) throws(HookDoubt) -> HookProof {
        let signature = try call.only("X-Hub-Signature-256")
        let fits = secrets.contains { secret in
            let code = HookSecret.code(of: call.body, Array(secret.utf8))
            return HookSecret.areEqual(signature, "sha256=" + code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        }
        guard fits else { throw HookDoubt("its signature does not fit") }
        return HookProof(id: try call.only("X-GitHub-Delivery"), event: try call.only("X-GitHub-Event"))
    }
}
