import Pulses
import Recurrence

extension StoreContract {
    private static func token(_ name: String, _ byte: UInt8, in wait: Duration = .zero, expiresIn: Duration? = nil) -> AccessToken {
        AccessToken(
            name: name, hash: [byte, 2, 3], createdAt: start + wait, scope: .schedule, agent: "bot",
            expiresAt: expiresIn.map { start + $0 })
    }

    static let access: [Case] = [
        Case(name: "tokens are kept by their hashes, each once") { store in
            let first = AccessToken(name: "first", hash: [1, 2, 3], createdAt: start)
            let all = [first, token("ci", 2, in: .seconds(1), expiresIn: .seconds(60)), token("app", 3, in: .seconds(2))]
            for token in all { try expectEqual(try await store.add(token), true, "adding \(token.name)") }
            try expectEqual(try await store.add(first), false, "adding one again")
            var other = first
            other.name = "other"
            try expectEqual(try await store.add(other), false, "adding its hash by another name")
            try expectEqual(try await store.tokens(), all, "the tokens")
        },
        Case(name: "a living token has its name alone; one that was revoked or has expired gives it up") { store in
            let short = token("ci", 1, expiresIn: .seconds(60))
            _ = try await store.add(short)
            try expectEqual(try await store.add(token("ci", 2, in: .seconds(59))), false, "before the other expires")
            let next = token("ci", 3, in: .seconds(60))
            try expectEqual(try await store.add(next), true, "when the other has expired")
            var revoked = next
            revoked.revokedAt = start + .seconds(70)
            try expectEqual(try await store.revokeToken(named: "ci", at: start + .seconds(70)), revoked, "the revoked one")
            try expectEqual(try await store.revokeToken(named: "ci", at: start + .seconds(80)), nil, "revoking again")
            try expectEqual(try await store.revokeToken(named: "nobody", at: start), nil, "revoking what is not there")
            try expectEqual(try await store.add(next), false, "a revoked one comes back")
            let last = token("ci", 4, in: .seconds(80))
            try expectEqual(try await store.add(last), true, "after the other was revoked")
            try expectEqual(try await store.tokens(), [short, revoked, last], "the tokens")
        },
        Case(name: "the latest use of a token is on record") { store in
            var token = token("ci", 1)
            _ = try await store.add(token)
            for (hash, second) in [([1, 2, 3], 9), ([1, 2, 3], 5), ([9], 20)] as [([UInt8], Int)] {
                try await store.noteUse(ofToken: hash, at: start + .seconds(second))
            }
            token.lastUsedAt = start + .seconds(9)
            try expectEqual(try await store.tokens(), [token], "the tokens")
        },
    ]
}
