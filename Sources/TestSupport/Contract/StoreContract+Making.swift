import Pulses
import Recurrence

extension StoreContract {
    static let making: [Case] = [
        Case(name: "a made pulse is pending and reads back as it was asked for") { store in
            var wish = spec("Grüße 🙂 \"quoted\" \\ \u{1} and\nlines", in: .seconds(90), priority: .critical, key: "k")
            wish.action = .prompt(
                Prompt(text: "Grüße 🙂\n\"x\"\\\u{1}", session: "s-1", notes: ["one", "two 📌"], runner: "claude"))
            wish.tags = ["a", "b"]
            wish.directory = "~/desk"
            wish.environment = ["A": "1", "B": "two = 2"]
            wish.timeout = .milliseconds(1234)
            wish.retry = RetryPolicy(
                attempts: 7, backoff: .list([.seconds(1), .milliseconds(2500)]), ceiling: .seconds(9), window: .seconds(3600),
                rules: FailureRules(
                    fatal: [FailureRule(code: .exit(64...78), text: "no such")],
                    transient: [FailureRule(code: .status(409...409), text: nil)]))
            wish.onLost = .fail
            wish.zone = "Europe/Berlin"
            wish.door = .mcp
            let made = try await create(store, wish)
            try expectEqual(made, Pulse.new(id: made.id, spec: wish), "what was made")
            try expectEqual(try await store.pulse(made.id), made, "what was read")
        },
        Case(name: "a command reads back with its arguments, empty ones included") { store in
            var wish = spec()
            wish.action = .command(Command(arguments: ["/bin/echo", "", "a b", "--", "ü"]))
            let made = try await create(store, wish)
            try expectEqual(try await store.pulse(made.id)?.spec.action, wish.action, "the action")
        },
        Case(name: "a webhook reads back as it was asked for, references unresolved") { store in
            var wish = spec()
            wish.action = .webhook(
                Webhook(
                    url: "https://example.com/ü", method: "PUT", headers: ["A": "x ${env:B}"], secrets: ["${file:/c}"], redirects: 1,
                    isConfined: true))
            let made = try await create(store, wish)
            try expectEqual(try await store.pulse(made.id)?.spec.action, wish.action, "the action")
        },
        Case(name: "ids ascend") { store in
            let first = try await create(store, spec())
            let second = try await create(store, spec())
            try expect(first.id.value > 0 && second.id > first.id, "ids \(first.id), \(second.id)")
        },
        Case(name: "pulses that are made together are answered in their order, keys among them respected") { store in
            let orders = [spec("a"), spec("b", key: "k"), spec("c", key: "k"), spec("d")].map { PulseOrder(spec: $0) }
            let made = try await store.make(orders)
            guard made.count == 4, case .created(let a) = made[0], case .created(let b) = made[1], case .kept(let again) = made[2],
                case .created(let d) = made[3]
            else { throw Violation(description: "made \(made)") }
            try expect(a.id < b.id && b.id < d.id && again.id == b.id, "ids \(a.id), \(b.id), \(again.id), \(d.id)")
            try expectEqual(try await store.make([]), [], "no orders")
        },
        Case(name: "a key keeps the open pulse, waiting or running, and makes a new one once it has ended") { store in
            let first = try await create(store, spec(key: "daily"))
            guard case .kept(let kept) = try await store.make(PulseOrder(spec: spec("another", key: "daily"))) else {
                throw Violation(description: "a second pulse was made for an open key")
            }
            try expectEqual(kept, first, "the kept pulse")
            guard let claimed = try await claim(store).claims.first else { throw Violation(description: "nothing claimed") }
            guard case .kept(let running) = try await store.make(PulseOrder(spec: spec(key: "daily"))) else {
                throw Violation(description: "a second pulse was made while the first ran")
            }
            try expectEqual(running.progress.status, .processing, "the status of the kept one")
            _ = try await claim(store, limit: 0, ends: [ended(claimed)])
            let next = try await create(store, spec(key: "daily"))
            try expect(next.id > first.id, "the key was not free after the end")
            try await create(store, spec(key: "other"))
        },
        Case(name: "the same idempotency key and request give the same pulse, another request is refused") { store in
            let wish = Idempotency(scope: "t", key: "abc", fingerprint: [1, 2])
            let order = PulseOrder(spec: spec(), idempotency: wish)
            guard case .created(let pulse) = try await store.make(order) else { throw Violation(description: "not created") }
            _ = try await claim(store)
            try expectEqual(try await store.make(order), .replayed(pulse, wasCreated: true), "the repeated request")
            var other = order
            other.idempotency?.fingerprint = [9]
            try expectEqual(try await store.make(other), .fingerprintConflict, "another request under the key")
            var elsewhere = order
            elsewhere.idempotency?.scope = "u"
            guard case .created = try await store.make(elsewhere) else { throw Violation(description: "scopes share keys") }
        },
        Case(name: "an idempotency key is remembered for a day") { store in
            func order(_ delay: Duration) -> PulseOrder {
                var wish = spec()
                wish.createdAt = start + delay
                return PulseOrder(spec: wish, idempotency: Idempotency(scope: "t", key: "k", fingerprint: [1]))
            }
            guard case .created(let first) = try await store.make(order(.zero)) else { throw Violation(description: "not created") }
            guard case .replayed = try await store.make(order(.seconds(86399))) else {
                throw Violation(description: "forgotten before a day")
            }
            guard case .created(let second) = try await store.make(order(.seconds(86400))) else {
                throw Violation(description: "still remembered after a day")
            }
            try expect(second.id > first.id, "no new pulse")
        },
        Case(name: "the replay of a request that found an open key says so") { store in
            try await create(store, spec(key: "k"))
            let order = PulseOrder(spec: spec(key: "k"), idempotency: Idempotency(scope: "t", key: "i", fingerprint: [1]))
            guard case .kept(let kept) = try await store.make(order) else { throw Violation(description: "not kept") }
            try expectEqual(try await store.make(order), .replayed(kept, wasCreated: false), "the replay")
        },
    ]
}
