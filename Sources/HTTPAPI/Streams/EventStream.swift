import ControlPlane
import HTTPTypes
import Hummingbird
import NIOCore
import StrictJSON
import WireModel

/// The events as server-sent ones (HTML standard, section 9.2): ids are their numbers, so that a client that comes back goes on where it was.
struct EventStream {
    static let mediaType = "text/event-stream"
    /// Between comments, which keep proxies from closing a silent connection.
    static let interval = Duration.seconds(15)
    /// What a browser waits before it comes back.
    private static let opening = "retry: 2000\n: the events of upbeat\n\n"

    let feed: EventFeed

    /// Whether a client wants them so, and not as pages of JSON: where it names this type and likes JSON no better.
    static func isWanted(_ request: Request) -> Bool {
        let accepted = (request.headers[.accept] ?? "").lowercased().split(separator: ",").compactMap { part -> String? in
            let plain = part.filter { $0 != " " && $0 != "\t" }
            // RFC 9110 section 12.4.2: a weight of nothing is a refusal.
            return [";q=0", ";q=0.", ";q=0.0"].contains { plain.hasSuffix($0) } ? nil : String(plain.prefix { $0 != ";" })
        }
        guard let place = accepted.firstIndex(of: mediaType) else { return false }
        return accepted.firstIndex(of: Answer.json).map { place < $0 } ?? true
    }

    var answer: LastingAnswer {
        let feed = feed
        return LastingAnswer(headers: [.contentType: Self.mediaType], stop: feed.stop) { writer in
            try await writer.write(ByteBuffer(string: Self.opening))
            try await feed.run(interval: Self.interval) { part in try await writer.write(ByteBuffer(string: Self.text(of: part))) }
        }
    }

    static func text(of part: EventFeed.Part) -> String {
        switch part {
        case .quiet: ": still here\n\n"
        case .gap(let gap):
            "event: gap\ndata: \(JSON.object(["after": .integer(gap.after), "next": .integer(gap.next)]).serialized())\n\n"
        case .events(let page):
            page.events.map { event in
                let value = EventResponse(event, page.names)
                // JSON in one line: no text of it can end the event or begin another field.
                return "id: \(value.sequence)\nevent: \(value.kind)\ndata: \(value.json.serialized())\n\n"
            }.joined()
        }
    }
}
