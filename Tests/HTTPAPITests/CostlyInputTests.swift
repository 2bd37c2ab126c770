import HTTPAPI
import Testing

/// Requests that are small and could cost much, and fields that could be read in two ways.
@Suite struct CostlyInputTests {
    let house = House()

    @Test("what is wrong in very many places is answered by few of them")
    func manyFaults() async {
        let fields = "{" + (0..<30_000).map { "\"a\($0)\":1" }.joined(separator: ",") + "}"
        let unknown = await house.tcp("POST", "/v1/pulses", fields)
        #expect(unknown.status == 422 && unknown.body.count < 16_000 && unknown.text.contains("29980 more fields are unknown"))
        let steps = "[" + Array(repeating: #"{"nmae":"a"}"#, count: 9000).joined(separator: ",") + "]"
        let pipeline = await house.tcp("POST", "/v1/pipelines", "{\"steps\":\(steps)}")
        #expect(pipeline.status == 422 && pipeline.body.count < 100_000)
        let numbers = await house.tcp(
            "POST", "/v1/pulses", "{\"tags\":[" + Array(repeating: "1", count: 9000).joined(separator: ",") + "]}")
        #expect(numbers.status == 422 && numbers.body.count < 32_000)
        let query = await house.tcp("GET", "/v1/pulses?" + (0..<2600).map { "a\($0)" }.joined(separator: "&"))
        #expect(query.status == 422 && query.body.count < 32_000)
        let variables = (0..<1001).map { "\"A\($0)\":\"\"" }.joined(separator: ",")
        let env = await house.tcp("POST", "/v1/pulses", "{\"command\":[\"true\"],\"env\":{\(variables)}}")
        #expect(env.status == 422 && env.text.contains("has 1001 variables; at most 1000 are allowed"))
    }

    @Test("a key that is there twice, and a body that is compressed, are refused")
    func loosely() async {
        let body = #"{"prompt": "say hello"}"#
        let twice = await house.tcp(
            "POST", "/v1/pulses", body, [("Idempotency-Key", "a"), ("Idempotency-Key", "b"), ("Content-Type", "application/json")])
        #expect(twice.status == 422)
        let zipped = await house.tcp("POST", "/v1/pulses", body, [("Content-Encoding", "gzip"), ("Content-Type", "application/json")])
        #expect(zipped.status == 415 && zipped.problem == "unsupported-encoding")
    }
}
