import Recurrence

extension Hook {
    /// Who calls shows that it knows a secret of this hook.
    ///
    /// - Throws: `unverified`; or `unavailable` where none of the secrets is to be had here.
    func verify(
        _ call: HookCall, secret: (String) -> String?, now: Instant
    ) throws(RequestError) -> HookProof {
        let secrets = proof.secrets.compactMap(secret).filter { !$0.isEmpty }
        guard !secrets.isEmpty else {
            throw .unavailable(
                "the hook \(name) cannot tell who calls: none of its secrets is to be had; `upbeat hooks` says which are missing",
                retryAfter: .seconds(60))
        }
        do throws(HookDoubt) {
            switch proof {
            case .standard: return try StandardProof(secrets: secrets).verify(call, now: now)
            case .github: return try GitHubProof(secrets: secrets).verify(call)
            case .token(_, let header): return try TokenProof(secrets: secrets, header: header).verify(call)
            }
        } catch {
            throw .unverified(why: error.why)
        }
    }
}
