import HTTPTypes
import Hummingbird

/// `/openapi.json` and `/docs`: how this door is asked, for programs and for people.
///
/// No token is wanted: both are the same in every house and say nothing about this one, and a browser that opens a page has no token to
/// send.
struct DescriptionRoutes {
    /// Where the nonce goes in ``page``.
    private static let place = "{nonce}"
    /// Made when it is first asked for: who needs no token is not to make work.
    private static let page = (try? DescriptionPage(text: OpenAPIDocument.text).html(nonce: place)) ?? ""

    func add(to routes: Routes) {
        let document = ByteBuffer(string: OpenAPIDocument.text)
        routes.on(.get, "openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: Answer.json, .cacheControl: "no-cache"], body: ResponseBody(byteBuffer: document))
        }
        routes.on(.get, "docs") { _, _ in
            let nonce = DescriptionPage.newNonce()
            let page = Self.page.replacing(Self.place, with: nonce)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .cacheControl: "no-cache",
                    .contentSecurityPolicy: DescriptionPage.policy(nonce: nonce), .xContentTypeOptions: "nosniff",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(string: page)))
        }
    }
}
