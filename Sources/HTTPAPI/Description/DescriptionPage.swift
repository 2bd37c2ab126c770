package import StrictJSON

/// A description of the door as one page that needs nothing from outside and no script.
package struct DescriptionPage {
    private let document: JSON
    private let schemas: JSONObject

    /// - Parameter text: OpenAPI 3.1 as JSON.
    package init(text: String) throws(JSONSyntaxError) {
        document = try JSON(parsing: text)
        schemas = document["components"]?["schemas"]?.objectValue ?? [:]
    }

    /// 128 random bits: the one style sheet that is let in.
    static func newNonce() -> String {
        let bits = UInt128.random(in: .min ... .max)
        return String(bits, radix: 36)
    }

    /// Nothing is loaded, nothing runs, nobody frames it.
    static func policy(nonce: String) -> String {
        "default-src 'none'; style-src 'nonce-\(nonce)'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    }

    package func html(nonce: String) -> String {
        let title = document["info"]?["title"].text ?? ""
        let tags = document["tags"]?.arrayValue ?? []
        var main = "<header><h1>\(title)</h1><p class=\"lead\">\(document["info"]?["summary"].text ?? "")</p>"
        main += "<p>\(document["info"]?["description"].prose ?? "")</p>"
        main += "<p>For programs: <a href=\"/openapi.json\">openapi.json</a></p></header>"
        for tag in tags { main += section(tag) }
        main += "<section id=\"schemas\"><h2>Shapes</h2>"
        for (name, schema) in schemas { main += shape(name, schema) }
        main += "</section>"
        let links = tags.map { "<a href=\"#tag-\($0["name"].text)\">\($0["name"].text)</a>" } + ["<a href=\"#schemas\">shapes</a>"]
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>\(title)</title>
            <style nonce="\(nonce)">\(DescriptionStyle.text)</style></head>
            <body><nav aria-label="Parts">\(links.joined())</nav><main>\(main)</main></body></html>

            """
    }

    // MARK: operations

    private func section(_ tag: JSON) -> String {
        let name = tag["name"]?.stringValue ?? ""
        var html = "<section id=\"tag-\(name.escaped)\"><h2>\(name.escaped)</h2><p>\(tag["description"].prose)</p>"
        for (path, methods) in document["paths"]?.objectValue ?? [:] {
            for (method, operation) in methods.objectValue ?? [:] where operation["tags"]?.arrayValue?.first?.stringValue == name {
                html += self.operation(method, path, operation)
            }
        }
        return html + "</section>"
    }

    private func operation(_ method: String, _ path: String, _ operation: JSON) -> String {
        var html = """
            <details id="\(operation["operationId"].text)"><summary><b class="method \(method.escaped)">\(method.uppercased().escaped)</b> \
            <code>\(path.escaped)</code> <span>\(operation["summary"].text)</span></summary>
            """
        if operation["description"] != nil { html += "<p>\(operation["description"].prose)</p>" }
        let parameters = (operation["parameters"]?.arrayValue ?? []).map(resolved)
        if !parameters.isEmpty {
            let rows = parameters.map { parameter in
                row(
                    "<code>\(parameter["name"].text)</code><small>\(parameter["in"].text)</small>",
                    SchemaWords(parameter["schema"] ?? .null).html, parameter["description"].prose)
            }
            html += table("Parameters", rows)
        }
        for (type, media) in operation["requestBody"]?["content"]?.objectValue ?? [:] {
            html += "<h4>Body <small>\(type.escaped)</small></h4><p>\(SchemaWords(media["schema"] ?? .null).html)</p>"
            if let example = media["example"] {
                html += "<pre>\(example.serialized(pretty: true).escaped)</pre>"
            }
        }
        let answers = (operation["responses"]?.objectValue ?? [:]).map { status, answer in
            let answer = resolved(answer)
            let kinds = (answer["content"]?.objectValue ?? [:]).map { type, media in
                "\(SchemaWords(media["schema"] ?? .null).html) <small>\(type.escaped)</small>"
            }
            return row("<code>\(status.escaped)</code>", kinds.joined(separator: "<br>"), answer["description"].prose)
        }
        return html + table("Answers", answers) + "</details>"
    }

    // MARK: shapes

    private func shape(_ name: String, _ schema: JSON) -> String {
        let required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        let rows = (schema["properties"]?.objectValue ?? [:]).map { field, value in
            row(
                "<code>\(field.escaped)</code>\(required.contains(field) ? "" : "<small>optional</small>")", SchemaWords(value).html,
                value["description"].prose)
        }
        let body = rows.isEmpty ? "<p>\(SchemaWords(schema).html)</p>" : table("Fields", rows)
        return """
            <details id="shape-\(name.escaped)"><summary><code>\(name.escaped)</code> <span>\(schema["description"].prose)</span></summary>\
            \(body)</details>
            """
    }

    private func table(_ title: String, _ rows: [String]) -> String {
        "<h4>\(title.escaped)</h4><table><tbody>\(rows.joined())</tbody></table>"
    }

    private func row(_ cells: String...) -> String { "<tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr>" }

    /// What a reference within the document stands for.
    private func resolved(_ value: JSON) -> JSON {
        guard let reference = value["$ref"]?.stringValue else { return value }
        return reference.split(separator: "/").dropFirst().reduce(document) { $0[String($1)] ?? .null }
    }
}

extension JSON? {
    /// A text for a page.
    fileprivate var text: String { (self?.stringValue ?? "").escaped }

    /// The same, with what stands between backquotes as code.
    fileprivate var prose: String {
        let parts = (self?.stringValue ?? "").escaped.split(separator: "`", omittingEmptySubsequences: false)
        return parts.enumerated().map { $0 % 2 == 1 ? "<code>\($1)</code>" : String($1) }.joined()
    }
}
