import HTTPAPI
import Testing

/// No input is answered with a 500, and every refusal has its form.
@Suite struct HostileInputTests {
    let house = House(settings: DoorSettings(bodyLimit: 1000))

    @Test(arguments: [
        ("GET", "/", 404), ("GET", "/v1", 404), ("GET", "/v1/", 404), ("GET", "/v1/pulses/x", 404), ("GET", "/v1/pulses/-1", 404),
        ("GET", "/v1/pulses/99999999999999999999", 404), ("GET", "/v1/pulses/1/attempts", 404), ("GET", "/../etc/passwd", 404),
        ("GET", "/v1/%2e%2e/status", 404), ("GET", "/v1/pulses/%zz", 400), ("GET", "/%", 400), ("GET", "/v1/pulses?limit=%4", 400),
        ("GET", "nowhere", 400), ("GET", "*", 404), ("GET", "", 400), ("GET", "ftp://localhost/", 400), ("GET", "localhost:8765", 400),
        ("PUT", "/v1/pulses", 405), ("DELETE", "/v1/pulses/1", 405), ("POST", "/v1/status", 405), ("OPTIONS", "/v1/pulses", 405),
        ("GET", "/v1/pulses/1/cancel", 405), ("PROPFIND", "/v1/status", 405), ("BREW", "/nowhere", 404), ("CONNECT", "/v1/status", 405),
    ])
    func wrongPathsAndMethodsAreTold(_ method: String, _ path: String, _ status: Int) async {
        let answer = await house.tcp(method, path)
        #expect(answer.status == status)
        #expect(answer.problem != nil)
        #expect((answer.header("Allow") != nil) == (status == 405))
    }

    @Test func allowNamesWhatThereIs() async {
        #expect(await house.tcp("PUT", "/v1/pulses").header("Allow") == "GET, HEAD, POST")
        #expect(await house.tcp("PUT", "/v1/pulses/7").header("Allow") == "GET, HEAD, PATCH")
        #expect(await house.tcp("PUT", "/v1/pulses/7/cancel").header("Allow") == "POST")
        // Whatever is allowed is answered by something else than 405, and the other way round.
        for (path, allowed) in [
            ("/v1/pulses/cancel", "POST"), ("/v1/schedules/tick", "DELETE, GET, HEAD, PATCH"),
            ("/v1/schedules/preview", "DELETE, GET, HEAD, PATCH, POST"),
        ] {
            #expect(await house.tcp("OPTIONS", path).header("Allow") == allowed, "\(path)")
            for method in ["DELETE", "GET", "PATCH", "POST"] {
                let isAllowed = await house.tcp(method, path, method == "GET" ? nil : "{}").status != 405
                #expect(isAllowed == allowed.contains(method), "\(method) \(path)")
            }
        }
    }

    @Test func headHasNoBody() async {
        for (path, status) in [("/v1/status", 200), ("/nowhere", 404)] {
            let answer = await house.tcp("HEAD", path)
            #expect(answer.status == status && answer.body.isEmpty && answer.header("Content-Length") != "0")
        }
    }

    @Test func aBodyOverTheLimitIs413() async {
        let big = #"{"prompt":"\#(String(repeating: "x", count: 1000))"}"#
        let answer = await house.tcp("POST", "/v1/pulses", big)
        #expect(answer.status == 413 && answer.problem == "body-too-large")
        let reeve = await house.tcp("POST", "/api/pulse/trigger", big)
        #expect(reeve.status == 413 && reeve.reeveDetail != nil)
        let exact = #"{"prompt":"\#(String(repeating: "x", count: 987))"}"#
        #expect(exact.utf8.count == 1000)
        #expect(await house.tcp("POST", "/v1/pulses", exact).status == 201)
    }

    @Test func aSaidLengthOverTheLimitIsNotRead() async {
        let answer = await house.tcp("POST", "/v1/pulses", "{}", [("Content-Length", "1001")])
        #expect(answer.status == 413 && answer.problem == "body-too-large" && answer.header("Connection") == "close")
    }

    @Test func noMutantOfARequestIsAnsweredWith500() async {
        let seed = Array(#"{"prompt":"look at é","at":"in 5 minutes","tags":["a"],"env":{"A":"1"},"timeout":"5m","key":"k"}"#.utf8)
        var generator = SeededGenerator(state: 42)
        for _ in 0..<1000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(contentsOf: seed.prefix(index), at: index)
                }
            }
            for path in ["/v1/pulses", "/api/pulse/trigger"] {
                let headers = [
                    (name: "Host", value: "localhost"), (name: "Authorization", value: "Bearer the-token"),
                    (name: "Content-Type", value: "application/json"),
                ]
                let answer = await house.door.respond(method: "POST", path: path, headers: headers, body: bytes, entry: .tcp)
                #expect([200, 201, 400, 413, 422].contains(answer.status), "\(answer.status) for \(bytes)")
            }
        }
    }
}

/// SplitMix64, so that a failure can be had again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
