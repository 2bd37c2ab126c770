import HTTPTypes

/// Refuses what pages of other origins have a browser send (CSRF, field/reliability.md section 4). Programs send neither field.
///
/// A page of ours comes from where its request goes: the authority of its origin is that of the request. Nothing here ever answers with
/// a CORS header, so a browser shows no other page what it was answered.
struct OriginRule: Sendable {
    /// - Throws: `foreign` for an `Origin` that is not the request's own place (RFC 6454 section 7; `null` and several are none), and for a
    ///   `Sec-Fetch-Site` of another site or origin (W3C Fetch Metadata section 2.4).
    func check(_ head: HTTPRequest) throws(DoorError) {
        if let origin = head.headerFields[.origin], !Self.isOwn(origin, of: head.authority ?? "") {
            throw .foreign("a page of another origin may not ask here; other programs leave the header Origin out")
        }
        if let site = head.headerFields[.secFetchSite], site != "same-origin", site != "none" {
            throw .foreign("a page of another site may not ask here; other programs leave the header Sec-Fetch-Site out")
        }
    }

    static func isOwn(_ origin: String, of authority: String) -> Bool {
        let own = authority.lowercased()
        return !own.isEmpty && ["http://", "https://"].contains { origin.lowercased() == $0 + own }
    }
}
