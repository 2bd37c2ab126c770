import HTTPAPI
import StrictJSON
import Testing

/// The description of the door is what the door is, and the page shows it.
@Suite struct DescriptionTests {
    private static let document = (try? JSON(parsing: HTTPDoor.description)) ?? .null

    @Test("every route is described, and every description has a route")
    func routesAreDescribed() {
        var routes: Set<String> = []
        for (path, methods) in House().door.paths {
            let template = path.split(separator: "/").map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
            for method in methods where method != "HEAD" { routes.insert("\(method) /\(template)") }
        }
        var described: Set<String> = []
        for (path, methods) in Self.document["paths"]?.objectValue ?? [:] {
            for (method, _) in methods.objectValue ?? [:] { described.insert("\(method.uppercased()) \(path)") }
        }
        #expect(routes == described)
        #expect(routes.count > 30)
    }

    @Test("operations have ids of their own, an example where they take a body, and names in the path that are described")
    func operationsAreComplete() throws {
        var ids: Set<String> = []
        for (path, methods) in Self.document["paths"]?.objectValue ?? [:] {
            for (method, operation) in methods.objectValue ?? [:] {
                let id = try #require(operation["operationId"]?.stringValue)
                #expect(ids.insert(id).inserted, "\(id) is there twice")
                for (_, media) in operation["requestBody"]?["content"]?.objectValue ?? [:] { #expect(media["example"] != nil, "\(id)") }
                let names = (operation["parameters"]?.arrayValue ?? []).map(resolved).filter { $0["in"] == "path" }
                    .compactMap { $0["name"]?.stringValue }
                let inPath = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
                #expect(names == inPath, "\(method) \(path)")
            }
        }
    }

    private func resolved(_ value: JSON) -> JSON {
        guard let reference = value["$ref"]?.stringValue else { return value }
        return reference.split(separator: "/").dropFirst().reduce(Self.document) { $0[String($1)] ?? .null }
    }

    @Test("description and page are for anybody, on every entry")
    func openToAll() async throws {
        let description = await House().tcp("GET", "/openapi.json", token: nil)
        #expect(description.status == 200 && description.header("Content-Type") == "application/json")
        #expect(description.json["openapi"] == "3.1.1")
        let page = await House().tcp("GET", "/docs", token: nil)
        #expect(page.status == 200 && page.header("Content-Type") == "text/html; charset=utf-8")
        #expect(await House().local("GET", "/docs").status == 200)
        #expect(await House().tcp("GET", "/docs", token: nil, host: "evil.example").status == 421)
        #expect(await House().tcp("GET", "/docs/x", token: nil).status == 401)
    }

    @Test("the page loads nothing, lets in its own style alone, and shows every operation")
    func page() async throws {
        let page = await House().tcp("GET", "/docs", token: nil)
        let policy = try #require(page.header("Content-Security-Policy"))
        let nonce = try #require(policy.split(separator: "'").first { $0.hasPrefix("nonce-") }).dropFirst("nonce-".count)
        #expect(policy.hasPrefix("default-src 'none'; style-src 'nonce-"))
        #expect(nonce.count >= 16 && page.text.contains("<style nonce=\"\(nonce)\">"))
        #expect(await House().tcp("GET", "/docs", token: nil).header("Content-Security-Policy") != policy)
        for word in ["<script", "src=", "url(", "@import", "<link", "style=", "onclick"] { #expect(!page.text.contains(word), "\(word)") }
        for (_, methods) in Self.document["paths"]?.objectValue ?? [:] {
            for (_, operation) in methods.objectValue ?? [:] {
                let id = operation["operationId"]?.stringValue ?? ""
                #expect(page.text.contains("<details id=\"\(id)\">"), "\(id)")
            }
        }
        // Every reference leads somewhere.
        for part in page.text.split(separator: "href=\"#").dropFirst() {
            let target = part.prefix { $0 != "\"" }
            #expect(page.text.contains("id=\"\(target)\""), "\(target)")
        }
    }

    @Test("what the description says is text on the page, never markup")
    func pageEscapes() throws {
        let hostile = #"<script>alert(1)</script>"' &`<b>`"#
        let text = JSON.string(hostile).serialized()
        let document = """
            {"info": {"title": \(text), "summary": \(text), "description": \(text)}, "tags": [{"name": \(text), "description": \(text)}],
             "paths": {\(text): {\(text): {"tags": [\(text)], "operationId": \(text), "summary": \(text), "description": \(text),
               "parameters": [{"name": \(text), "in": \(text), "schema": {"enum": [\(text)]}, "description": \(text)}],
               "requestBody": {"content": {\(text): {"schema": {"$ref": \(text)}, "example": \(text)}}},
               "responses": {\(text): {"description": \(text), "content": {\(text): {"schema": {"type": \(text), "default": \(text)}}}}}}}},
             "components": {"schemas": {\(text): {"description": \(text), "properties": {\(text): {"const": \(text)}}}}}}
            """
        let page = try DescriptionPage(text: document).html(nonce: "n")
        #expect(page.contains("&lt;script&gt;"))
        #expect(!page.contains("<script") && !page.contains("\"' ") && !page.contains("<b>`"))
        #expect(!page.contains("<b>") || page.split(separator: "<b>").count == 1)
    }
}
