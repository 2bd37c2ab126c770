import ControlPlane
import HTTPTypes
import Hummingbird
import WireModel

/// A strong validator (RFC 9110 section 8.8.3) of what a `GET` answers.
struct EntityTag: Hashable {
    /// With its quotes.
    let text: String

    init(of value: some WireValue) { text = "\"\(ControlPlane.digest(value.bytes))\"" }
}

extension Request {
    /// For what changes something: `If-Match` has to name the state it is in (RFC 9110 section 13.1.1). Weak tags never match.
    func checkMatch(_ tag: EntityTag) throws(RequestError) {
        guard let field = headers[.ifMatch], !Self.tags(field).contains(where: { $0 == "*" || $0 == tag.text }) else { return }
        throw .preconditionFailed("it is not in the state that If-Match names, but in \(tag.text); read it again, and ask once more")
    }

    var hasMatch: Bool { headers[.ifMatch] != nil }

    /// An answer with its validator; without its body where `If-None-Match` names the same (RFC 9110 section 13.1.2).
    func answer(_ value: some WireValue) -> Response {
        let tag = EntityTag(of: value)
        let known = headers[.ifNoneMatch].map(Self.tags) ?? []
        if known.contains(where: { $0 == "*" || $0 == tag.text || $0 == "W/" + tag.text }) {
            return Response(status: .notModified, headers: [.eTag: tag.text])
        }
        return Answer.json(value).tagged(tag)
    }

    /// The elements of a list of tags. Those that hold a comma are taken apart, and match none of ours.
    private static func tags(_ field: String) -> [String] {
        field.split(separator: ",").map { part in
            String(part.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
    }
}

extension Response {
    func tagged(_ tag: EntityTag) -> Response {
        var response = self
        response.headers[.eTag] = tag.text
        return response
    }
}
