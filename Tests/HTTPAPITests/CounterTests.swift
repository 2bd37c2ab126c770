import Testing

@testable import HTTPAPI

/// What is counted of tokens stays small, and is counted as the rule says.
@Suite struct CounterTests {
    @Test func fiveFailuresInAMinuteAreFree() {
        var failed = FailedTokens()
        for second in stride(from: 0, to: 600, by: 13) { #expect(failed.failure(from: "a", at: .seconds(second)) == nil) }
        for second in 700..<705 { #expect(failed.failure(from: "a", at: .seconds(second)) == nil) }
        #expect(failed.failure(from: "a", at: .seconds(705)) == .seconds(1))
        #expect(failed.failure(from: "a", at: .seconds(764)) == .seconds(2))
        #expect(failed.failure(from: "a", at: .seconds(824)) == nil)
    }

    @Test func placesAreForgottenTheOldestFirst() {
        var failed = FailedTokens()
        for _ in 0..<6 { _ = failed.failure(from: "busy", at: .seconds(9)) }
        for number in 0..<(FailedTokens.capacity * 3) {
            _ = failed.failure(from: "\(number)", at: .seconds(10))
            if number % 100 == 0 { #expect(failed.failure(from: "busy", at: .seconds(11)) != nil) }
        }
        #expect(failed.size == FailedTokens.capacity)
    }

    @Test func aBucketFillsAtItsRate() {
        var rates = TokenRates(rate: 20)
        for _ in 0..<40 { #expect(rates.take(of: "a", at: .zero) == nil) }
        #expect(rates.take(of: "a", at: .zero) == .milliseconds(50))
        let granted = (1...1000).filter { rates.take(of: "a", at: .milliseconds($0)) == nil }.count
        #expect((19...20).contains(granted))
        #expect(TokenRates(rate: nil).size == 0)
    }

    @Test func fullBucketsAreForgotten() {
        var rates = TokenRates(rate: 20)
        for number in 0..<10_000 { _ = rates.take(of: "\(number)", at: .milliseconds(number)) }
        #expect(rates.size <= TokenRates.tidyAt)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8::1", "20:1:d:b8:0:0:0:0"),
        ("2001:db8::ffff:1", "20:1:d:b8:0:0:0:0"), ("2001:db8:0:1::1", "20:1:d:b8:0:0:0:1"), ("::1", "0:0:0:0:0:0:0:0"),
    ])
    func whoHasAnAddressHasItsNetwork(_ address: String, _ place: String) {
        #expect(DoorContext.place(of: address) == place)
    }

    @Test func whoHasNoAddressIsOnePlace() { #expect(DoorContext.place(of: nil).isEmpty) }
}
