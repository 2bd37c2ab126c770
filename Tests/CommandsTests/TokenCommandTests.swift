import Client
import StrictJSON
import Testing
import WireModel

@testable import Commands

@Suite("upbeat token create, ls, revoke")
struct TokenCommandTests {
    private func token(_ name: String, agent: String? = nil, expires: String? = nil, used: String? = nil) -> TokenResponse {
        TokenResponse(
            name: name, scope: "read", agent: agent, state: expires == nil ? "active" : "expired", createdAt: "2026-01-01T00:00:00.000Z",
            expiresAt: expires, lastUsedAt: used)
    }

    private func daemon(_ tokens: TokenResponse...) -> FakeDaemon {
        let daemon = FakeDaemon()
        daemon.set { $0.tokens = tokens }
        return daemon
    }

    @Test("create prints the token alone, and says what it is beside it")
    func create() async throws {
        let desk = Desk()
        let outcome = await desk.run("token", "create", "ci", "--agent", "bot", "--expires", "30d")
        #expect(outcome.code == 0 && outcome.out == "upb_ci\n")
        #expect(outcome.err.hasPrefix("token ci is made: scope schedule, acts as bot, expires in 30d"), "\(outcome.err)")
        #expect(outcome.err.hasSuffix("it is not shown again\n"))
        let body = try JSON(parsing: try #require(desk.daemon.requests.last).body)
        #expect(body == ["name": "ci", "agent": "bot", "expires_at": "30d"])
        let json = try JSON(parsing: await Desk().run("token", "create", "x", "--scope", "admin", "--json").out)
        #expect(json["schema_version"] == 1 && json["secret"] == "upb_x" && json["token"]?["scope"] == "admin")
    }

    @Test("ls shows a table to a person and columns to a program")
    func list() async throws {
        let tokens = [token("a", used: "2026-01-20T07:59:00.000Z"), token("b", agent: "bot", expires: "2026-01-20T07:00:00.000Z")]
        let desk = Desk(daemon(tokens[0], tokens[1]), width: 120, environment: ["NO_COLOR": "1"])
        #expect(
            await desk.run("token", "ls").out == """
                TOKEN  SCOPE  AGENT  STATE    EXPIRES                 LAST USED
                a      read   -      active   never                   1m ago (Tue 08:59 CET)
                b      read   bot    expired  1h ago (Tue 08:00 CET)  not yet

                """)
        let plain = await Desk(daemon(tokens[0], tokens[1])).run("token", "ls").out
        #expect(
            plain == "a\tread\t-\tactive\t-\t2026-01-20T07:59:00.000Z\nb\tread\tbot\texpired\t2026-01-20T07:00:00.000Z\t-\n")
        let json = try JSON(parsing: await Desk(daemon(tokens[0])).run("token", "ls", "--json").out)
        #expect(json["schema_version"] == 1 && json["tokens"] == [tokens[0].json])
        #expect(await Desk().run("token", "ls").err.hasPrefix("There are no tokens."))
    }

    @Test("what a token is called moves no cursor")
    func hostile() async {
        for desk in [Desk(daemon(token("a\u{1B}[2J", agent: "b\u{1B}c"))), Desk(daemon(token("a\u{1B}[2J")), width: 80)] {
            #expect(await !desk.run("token", "ls", "--color", "never").out.contains("\u{1B}"))
        }
    }

    @Test("revoke says so; the first token takes --yes, and then says what that means")
    func revoke() async {
        let outcome = await Desk(daemon(token("ci"))).run("token", "revoke", "ci")
        #expect(outcome == Desk.Outcome(code: 0, out: "token ci is revoked\n", err: ""))
        #expect(await Desk(daemon()).run("token", "revoke", "ci").code == 5)
        let desk = Desk(daemon(token("first")))
        let refused = await desk.run("token", "revoke", "first")
        #expect(refused.code == 64 && refused.err.contains("shut out at once") && refused.err.contains("--yes"))
        #expect(desk.daemon.requests.isEmpty)
        let done = await desk.run("token", "revoke", "first", "--yes")
        #expect(done.code == 0 && done.out == "token first is revoked\n" && done.err.contains("upbeat token create NAME --scope admin"))
    }
}
