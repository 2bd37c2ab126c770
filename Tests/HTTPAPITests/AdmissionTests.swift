import HTTPAPI
import Testing

/// Who comes in: Host before all else, then the token (field/reliability.md section 4).
@Suite struct AdmissionTests {
    let house = House()

    @Test(arguments: ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "LOCALHOST", "[::1]:8765", "[::1]", "box.local:8765"])
    func ourNamesAreServed(_ host: String) async {
        #expect(await house.tcp("GET", "/api/health", token: nil, host: host).status == 200)
    }

    @Test(arguments: [
        "evil.com", "evil.com:8765", "localhost.", "localhost.:8765", "127.0.0.1.", "127.0.0.2", "localhost.evil.com", "", ":8765",
        "localhost:x", "localhost:1@evil.com", "user@localhost", "[::1", "[::2]", "box.local.", "127.0.0.1, evil.com",
    ])
    func otherNamesAreRefusedBeforeAllElse(_ host: String) async {
        for path in ["/api/health", "/healthz", "/v1/pulses", "/nowhere", "/%zz"] {
            let answer = await house.tcp("GET", path, token: nil, host: host)
            #expect(answer.status == 421)
            #expect((path == "/api/health" ? answer.reeveDetail : answer.problem) != nil)
        }
    }

    @Test func hostHasToBeThereExactlyOnce() async {
        #expect(await house.tcp("GET", "/healthz", host: nil).problem == "misdirected")
        let twice = await house.tcp("GET", "/healthz", nil, [("Host", "localhost")])
        #expect(twice.status == 421 && twice.problem == "misdirected")
    }

    @Test func anAbsoluteTargetIsHeldToTheSameNames() async {
        #expect(await house.tcp("GET", "http://127.0.0.1:8765/healthz").status == 200)
        #expect(await house.tcp("GET", "http://evil.com/healthz").status == 421)
        #expect(await house.tcp("GET", "http://127.0.0.1:x@evil.com/healthz").status == 421)
        #expect(await house.tcp("GET", "http://127.0.0.1/healthz", host: "evil.com").status == 421)
        #expect(await house.tcp("GET", "http://127.0.0.1/v1/status", token: nil).status == 401)
    }

    @Test func otherEntriesKnowNeitherHostNorToken() async {
        for entry in [Entry.socket, .inProcess] {
            let answer = await house.door.respond(method: "GET", path: "/v1/status", headers: [("Host", "evil.com")], entry: entry)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["/v1/status", "/v1/pulses", "/v1/pulses/1", "/nowhere", "/", "/v1/pulses/%zz", "/healthz/x", "//healthz//x"])
    func everythingElseWantsAToken(_ path: String) async {
        let none = await house.tcp("GET", path, token: nil)
        #expect(none.status == 401 && none.problem == "unauthorized" && none.header("WWW-Authenticate") != nil)
        let wrong = await house.tcp("GET", path, token: "wrong")
        #expect(wrong.status == 403 && wrong.problem == "forbidden")
    }

    @Test func onlyReadingHealthIsOpen() async {
        #expect(await house.tcp("POST", "/healthz", token: nil).status == 401)
        #expect(await house.tcp("HEAD", "/healthz", token: nil).status == 200)
        #expect(await house.tcp("POST", "/healthz").status == 405)
    }

    @Test(arguments: ["Basic the-token", "the-token", "Bearer", "Token the-token", ""])
    func otherSchemesAreNoToken(_ field: String) async {
        #expect(await house.tcp("GET", "/v1/status", nil, [("Authorization", field)], token: nil).status == 401)
    }

    @Test func theNameOfTheSchemeHasNoCase() async {
        #expect(await house.tcp("GET", "/v1/status", nil, [("Authorization", "bearer the-token")], token: nil).status == 200)
    }

    @Test func everyAnswerHasItsOwnRequestID() async {
        let ids = [
            await house.tcp("GET", "/healthz").header("X-Request-Id"), await house.tcp("GET", "/nowhere").header("X-Request-Id"),
            await house.tcp("GET", "/healthz", host: "evil.com").header("X-Request-Id"),
        ]
        #expect(Set(ids).count == 3 && !ids.contains(nil))
    }
}
