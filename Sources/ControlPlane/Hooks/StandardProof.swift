import Foundation
import Pulses
import Recurrence

/// Standard Webhooks 1.0.0: `v1,` and the base64 of an HMAC-SHA256 over `ID.TIMESTAMP.BODY`, one or several with blanks between them.
struct StandardProof {
    /// How far the sender's clock may be from ours.
    static let tolerance = Duration.seconds(300)

    let secrets: [String]

    func verify(_ call: HookCall, now: Instant) throws(HookDoubt) -> HookProof {
        let id = try call.only("webhook-id")
        let timestamp = try call.only("webhook-timestamp")
        let header = try call.only("webhook-signature")
        guard !id.isEmpty, (1...12).contains(timestamp.utf8.count), timestamp.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let seconds = Int64(timestamp)
        else { throw HookDoubt("its webhook-id is empty, or its webhook-timestamp is no time in seconds") }
        let signatures = header.split(separator: " ").map(String.init)
        let content = Array("\(id).\(timestamp).".utf8) + call.body
        let expected = secrets.compactMap(HookSecret.key).map { key in
            // Compared as text: base64 has several spellings of the same bytes, and one of them is right.
            "v1," + Data(HookSecret.code(of: content, key)).base64EncodedString()
        }
        guard expected.contains(where: { right in signatures.contains { HookSecret.areEqual($0, right) } }) else {
            throw HookDoubt("none of its signatures fits")
        }
        let distance = now.milliseconds - seconds * 1000
        guard abs(distance) <= Self.tolerance.milliseconds else {
            let length = HumanDuration.format(.milliseconds(abs(distance)))
            throw HookDoubt("it was signed \(length) \(distance > 0 ? "ago" : "from now"), and 5m are allowed; compare the clocks")
        }
        return HookProof(id: id)
    }
}
