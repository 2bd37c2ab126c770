import Foundation
import Recurrence
import Testing

@testable import HTTPAPI

@Suite struct HTTPDateTests {
    @Test(
        "a date is written as RFC 9110 section 5.6.7 has it",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        ] as [(Int64, String)])
    func form(_ seconds: Int64, _ text: String) { #expect(HTTPDate.text(of: Instant(seconds: seconds)) == text) }

    @Test("the date is that of now")
    func now() {
        let before = Int64(Date().timeIntervalSince1970)
        let date = HTTPDate().now()
        let after = Int64(Date().timeIntervalSince1970)
        #expect((before...after).map { HTTPDate.text(of: Instant(seconds: $0)) }.contains(date))
    }
}
