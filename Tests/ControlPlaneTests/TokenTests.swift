import ControlPlane
import Pulses
import Recurrence
import TestSupport
import Testing

@Suite struct TokenTests {
    let house = House()

    private func make(_ wish: MakeToken.Wish, by caller: Caller = House.local) async throws -> MakeToken.Answer {
        try await house.plane.makeToken(wish, by: caller)
    }

    /// A caller by such a token.
    private func bearer(_ scope: Agent.Scope, agent: String? = nil) -> Caller {
        Caller(AccessToken(name: "t-\(scope)", hash: [], createdAt: House.start, scope: scope, agent: agent))
    }

    @Test func oneIsMadeOf256BitsAndKeptByItsHash() async throws {
        let answer = try await make(MakeToken.Wish(name: "ci"))
        #expect(answer.token.text.wholeMatch(of: #/upb_[A-Za-z0-9_-]{43}/#) != nil)
        #expect(try await house.store.tokens() == [answer.record])
        #expect(answer.record.hash == Authenticate.hash(of: answer.token.text) && answer.record.scope == .schedule)
        #expect(!"\(answer)".contains(answer.token.text))
    }

    @Test(arguments: [("30d", House.start + .seconds(30 * 86_400)), ("2027-01-01", Instant(seconds: 1_798_761_600))])
    func expiryIsALengthOrATime(_ text: String, _ expected: Instant) async throws {
        #expect(try await make(MakeToken.Wish(name: "ci", expires: text)).record.expiresAt == expected)
    }

    @Test func whatIsWrongIsToldWithItsField() async throws {
        _ = try await house.agent("bot")
        let wish = MakeToken.Wish(name: "1x", scope: "reed", agent: "bott", expires: "2020-01-01")
        guard case .invalid(let errors) = await error({ _ = try await make(wish) }) else {
            Issue.record("it was not refused")
            return
        }
        #expect(errors.map(\.pointer) == ["/name", "/scope", "/expires_at", "/agent"])
        #expect(errors[1].detail.contains("did you mean read?") && errors[3].detail.contains("did you mean bot?"))
        #expect(try await house.store.tokens().isEmpty)
        #expect(await failure { _ = try await make(MakeToken.Wish(name: "x", expires: "0s")) } == "invalid")
    }

    @Test func namesAreUniqueAmongTheLiving() async throws {
        _ = try await make(MakeToken.Wish(name: "ci"))
        #expect(await failure { _ = try await make(MakeToken.Wish(name: "ci")) } == "conflict")
        _ = try await house.plane.revokeToken("ci", by: House.local)
        #expect(await failure { _ = try await house.plane.revokeToken("ci", by: House.local) } == "notFound")
        _ = try await make(MakeToken.Wish(name: "ci"))
        #expect(try await house.plane.listTokens(by: House.local).map(\.name) == ["ci"])
    }

    @Test func aTokenThatIsASettingKeepsItsNameAndIsNotRevokedHere() async throws {
        let house = House(configured: [("http.token", [1])])
        #expect(await failure { _ = try await house.plane.makeToken(MakeToken.Wish(name: "http.token"), by: House.local) } == "invalid")
        #expect(await failure { _ = try await house.plane.revokeToken("http.token", by: House.local) } == "conflict")
    }

    @Test func accessIsGivenByPersonsAlone() async throws {
        let boss = try await house.agent("boss", scope: .admin)
        for caller in [bearer(.read), bearer(.schedule), boss, bearer(.admin, agent: "boss"), bearer(.admin, agent: "nobody")] {
            for body in [
                { _ = try await make(MakeToken.Wish(name: "x", scope: "read"), by: caller) },
                { _ = try await house.plane.listTokens(by: caller) },
                { _ = try await house.plane.revokeToken("x", by: caller) },
            ] as [() async throws -> Void] {
                #expect(await failure(body) == "denied")
            }
        }
        _ = try await make(MakeToken.Wish(name: "x"), by: bearer(.admin))
    }

    // MARK: scopes

    private func deeds(_ caller: Caller) async throws -> [(String, () async throws -> Void)] {
        let plane = house.plane
        let id = try await plane.schedule(PulseRequest(prompt: "x", at: "in 1 hour"), by: House.local).pulse.id
        return [
            ("schedule", { _ = try await plane.schedule(PulseRequest(prompt: "x"), by: caller) }),
            ("schedule", { _ = try await plane.snooze(id, by: "1m", by: caller) }),
            ("schedule", { _ = try await plane.cancel(id, by: caller) }),
            ("schedule", { _ = try await plane.retry(id, by: caller) }),
            ("schedule", { try await house.make(.hello("mail", every: "10m"), by: caller) }),
            ("schedule", { _ = try await plane.pauseSchedule("theirs", PauseSchedule.Wish(), by: caller) }),
            ("schedule", { _ = try await plane.resumeSchedule("theirs", by: caller) }),
            ("schedule", { _ = try await plane.snoozeSchedule("theirs", by: "1m", by: caller) }),
            ("schedule", { _ = try await plane.triggerSchedule("theirs", by: caller) }),
            ("schedule", { _ = try await plane.changeSchedule("theirs", ScheduleRequest(), by: caller) }),
            ("schedule", { _ = try await plane.removeSchedule("theirs", by: caller) }),
            ("admin", { _ = try await plane.schedule(PulseRequest(prompt: "x", agent: "bot"), by: caller) }),
            ("admin", { _ = try await plane.pauseEverything(PauseSchedule.Wish(), by: caller) }),
            ("admin", { _ = try await plane.pauseEverything.end(by: caller) }),
            ("admin", { _ = try await plane.reconfigure(isDryRun: true, by: caller) }),
        ]
    }

    @Test(arguments: Agent.Scope.allCases)
    func aTokenLetsDoWhatItsScopeIncludes(_ scope: Agent.Scope) async throws {
        _ = try await house.agent("bot")
        try await house.make(.hello("theirs", every: "10m"))
        for (index, (needed, body)) in try await deeds(bearer(scope)).enumerated() {
            let isAllowed = scope >= (try #require(Agent.Scope(rawValue: needed)))
            #expect(await failure(body) == (isAllowed ? nil : "denied"), "deed \(index)")
        }
    }

    @Test func theRefusalSaysWhichScopeIsNeeded() async throws {
        let reading = await sentence { _ = try await house.plane.schedule(PulseRequest(prompt: "x"), by: bearer(.read)) }
        #expect(reading == "the token t-read may only read; its scope has to be schedule")
        let all = await sentence { _ = try await house.plane.pauseEverything(PauseSchedule.Wish(), by: bearer(.schedule)) }
        #expect(all == "the token t-schedule may not pause everything; that is for the person, or takes scope admin")
    }

    @Test func ofAnAgentsScopeAndItsTokensTheSmallerHolds() async throws {
        for scope in Agent.Scope.allCases { _ = try await house.agent("\(scope)", scope: scope) }
        let persons = try await house.plane.schedule(PulseRequest(prompt: "x", at: "in 1 hour"), by: House.local).pulse.id
        for agent in Agent.Scope.allCases {
            for token in Agent.Scope.allCases {
                let (caller, least) = (bearer(token, agent: "\(agent)"), min(agent, token))
                let made = await failure {
                    let pulse = try await house.plane.schedule(PulseRequest(prompt: "x", creator: "forged"), by: caller).pulse
                    #expect(pulse.spec.owner == "\(agent)")
                    #expect(pulse.spec.createdBy == (least == .admin ? "forged" : "\(agent)"))
                }
                #expect(made == (least >= .schedule ? nil : "denied"))
                let touched = await failure { _ = try await house.plane.snooze(persons, by: "1m", by: caller) }
                #expect(touched == (least == .admin ? nil : "denied"))
            }
        }
    }

    @Test func whatAPersonsProgramSaysOfItselfIsBelieved() async throws {
        let pulse = try await house.plane.schedule(PulseRequest(prompt: "x", creator: "telegram"), by: bearer(.schedule)).pulse
        #expect(pulse.spec.createdBy == "telegram" && pulse.spec.owner == nil)
    }
}

private func error(_ body: () async throws -> Void) async -> RequestError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? RequestError
    }
}
