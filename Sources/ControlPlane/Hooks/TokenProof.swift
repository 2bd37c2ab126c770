/// A secret that the caller shows as it is. It signs nothing: it is as safe as the way it comes by.
struct TokenProof {
    let secrets: [String]
    /// Nil: `Authorization: Bearer`.
    let header: String?

    func verify(_ call: HookCall) throws(HookDoubt) -> HookProof {
        var shown = try call.only(header ?? "Authorization")
        if header == nil {
            let parts = shown.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw HookDoubt("its Authorization is no Bearer") }
            shown = String(parts[1])
        }
        guard secrets.contains(where: { HookSecret.areEqual(shown, $0) }) else { throw HookDoubt("its token does not fit") }
        return HookProof(id: call.headers["idempotency-key"] == nil ? nil : try call.only("Idempotency-Key"))
    }
}
