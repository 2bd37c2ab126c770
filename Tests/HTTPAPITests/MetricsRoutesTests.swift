import HTTPAPI
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

@Suite struct MetricsRoutesTests {
    private static let openMetrics = (name: "Accept", value: "application/openmetrics-text; version=1.0.0, text/plain;q=0.5")

    @Test("who scrapes needs a token, and gets the form that it asks for")
    func forms() async {
        let house = House()
        #expect(await house.tcp("GET", "/metrics", token: nil).status == 401)
        let plain = await house.tcp("GET", "/metrics")
        #expect(plain.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
        #expect(plain.text.contains("# TYPE upbeat_attempts_total counter\n") && !plain.text.contains("# EOF"))
        let open = await house.tcp("GET", "/metrics", nil, [Self.openMetrics])
        #expect(open.header("Content-Type") == "application/openmetrics-text; version=1.0.0; charset=utf-8")
        #expect(open.text.contains("# TYPE upbeat_attempts counter\n") && open.text.hasSuffix("\n# EOF\n"))
    }

    @Test("the counts are those of the store")
    func counts() async throws {
        let house = House()
        #expect(await house.tcp("POST", "/v1/pulses", #"{"prompt": "hello"}"#).status == 201)
        let key = try #require(try await house.claim().first)
        try await house.end(key, AttemptEnd(outcome: .succeeded, endedAt: house.clock.now()), .finish(.completed, reason: nil))
        #expect(await house.tcp("POST", "/v1/pulses", #"{"prompt": "hello", "at": "in 2 hours"}"#).status == 201)
        let text = await house.tcp("GET", "/metrics").text
        for line in [
            "upbeat_pulses{status=\"completed\"} 1.0", "upbeat_pulses{status=\"pending\"} 1.0",
            "upbeat_attempts_total{outcome=\"succeeded\"} 1", "upbeat_build_info{version=\"1.2.3\"} 1",
            "upbeat_next_fire_timestamp_seconds \(Double(House.start.milliseconds + 7_200_000) / 1000)",
        ] { #expect(text.contains("\n\(line)\n"), "\(line)") }
    }

    @Test("requests are counted by the name of their route, and what comes from outside makes no label")
    func requests() async {
        let house = House()
        for id in 1...3 { _ = await house.tcp("GET", "/v1/pulses/\(id)") }
        for path in ["/secret-place", "/v1/secret"] { _ = await house.tcp("BREW", path) }
        let text = await house.tcp("GET", "/metrics").text
        #expect(text.contains("upbeat_http_request_seconds_count{route=\"/v1/pulses/{id}\",method=\"GET\",status=\"4xx\"} 3\n"))
        #expect(text.contains("upbeat_http_request_seconds_count{route=\"other\",method=\"other\",status=\"4xx\"} 2\n"))
        #expect(!text.contains("secret") && !text.contains("BREW"))
    }

    @Test("a histogram has its values in the buckets that they belong to")
    func histogram() {
        let histogram = Histogram(bounds: [1, 2])
        for value in [0.5, 1, 1.5, 2, 3, 100] { histogram.observe(value) }
        histogram.observe(Duration.seconds(-5))
        #expect(histogram.snapshot == Histogram.Snapshot(bounds: [1, 2], counts: [3, 2, 2], sum: 108))
        #expect(histogram.snapshot.count == 7)
    }
}
