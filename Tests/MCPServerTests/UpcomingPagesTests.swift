import ControlPlane
import Pulses
import Recurrence
import StrictJSON
import TestSupport
import Testing

/// `pulse_list` with `within`, page by page.
@Suite struct UpcomingPagesTests {
    private let house = House()

    private func page(_ arguments: JSONObject) async throws -> (items: [JSON], next: JSON?) {
        var all: JSONObject = ["within": "24h"]
        for (key, value) in arguments { all[key] = value }
        let answer = try await house.ask("pulse_list", all)
        return (answer["items"]?.arrayValue ?? [], answer["next_cursor"])
    }

    @Test func pagesEndAndHoldEachTimeOnce() async throws {
        _ = try await house.ask("pulse_schedule", ["prompt": "often", "every": "5m", "name": "often"])
        // Two at one moment, and at one of the other's.
        for _ in 0..<2 { _ = try await house.ask("pulse_schedule", ["prompt": "once", "in": "10h", "tags": ["imp"]]) }
        #expect(try await page(["tag": "imp"]).items.count == 2)
        for limit in [1, 100] {
            var (items, cursor) = ([JSON](), JSON?.none)
            for _ in 0..<300 {
                let (more, next) = try await page(["limit": .integer(Int64(limit)), "cursor": cursor].compactMapValues { $0 }.object)
                items += more
                cursor = next
                if next == nil { break }
            }
            #expect(cursor == nil)
            let moments = items.map { "\($0["id"] ?? .null) \($0["next"]?.arrayValue?.first?["utc"] ?? .null)" }
            #expect(moments.count == 290 && Set(moments).count == 290)
        }
    }

    @Test func whatComesMeanwhileIsNotSkippedOver() async throws {
        for minute in 1...6 { _ = try await house.ask("pulse_schedule", ["prompt": "x", "in": .string("\(minute)m")]) }
        let first = try await page(["limit": 2])
        #expect(first.items.map { $0["id"] } == ["1", "2"])
        house.clock.advance(by: .seconds(150))
        try await house.turn()
        let second = try await page(["limit": 2, "cursor": try #require(first.next)])
        #expect(second.items.map { $0["id"] } == ["3", "4"])
    }

    @Test(arguments: ["u", "u1.2.3", "u1.2.0.1", "u1.2.3.2", "u1.2.1.99999", "p12", "\u{0}"]) func whatWasNotGivenOutIsRefused(
        _ text: String
    )
        async throws
    {
        #expect(try await house.fault("pulse_list", ["within": "1h", "cursor": .string(text)]).contains("was not given out here"))
    }
}

extension [String: JSON] {
    fileprivate var object: JSONObject { JSONObject(map { ($0.key, $0.value) }) }
}
