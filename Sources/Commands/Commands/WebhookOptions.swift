import ArgumentParser
import StrictJSON
import WireModel

/// A call to a URL in place of a prompt or a command.
struct WebhookOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Call this URL in place of a prompt or a command.", valueName: "url"))
    var webhook: String?

    @Option(help: ArgumentHelp("POST (the default), PUT, PATCH, GET, DELETE or HEAD.", valueName: "method"))
    var method: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("A header; ${env:NAME} and ${file:/PATH} in it are filled in at the call.", valueName: "'Name: value'"))
    var header: [String] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("What to send, as JSON; @FILE reads it from a file. Default: the event.", valueName: "json"))
    var payload: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "What to send, as text with {{pulse}}, {{attempt}}, {{schedule}}, {{scheduled_at}}, {{nominal_at}}.", valueName: "template"))
    var text: String?

    @Option(help: ArgumentHelp("Sign with this secret: ${env:NAME} or ${file:/PATH}.", valueName: "reference"))
    var secret: [String] = []

    @Option(help: ArgumentHelp("How many redirects to follow; 0 is the default.", valueName: "n"))
    var followRedirects: Int64?

    /// Nil where there is no --webhook.
    func fields(_ surroundings: Surroundings) throws(CommandError) -> WebhookFields? {
        guard let webhook else {
            let given = [
                ("--method", method != nil), ("--header", !header.isEmpty), ("--payload", payload != nil), ("--text", text != nil),
                ("--secret", !secret.isEmpty), ("--follow-redirects", followRedirects != nil),
            ].filter(\.1).map(\.0)
            if let option = given.first { throw .usage("\(option) is for a webhook; say which URL with --webhook, or leave \(option) out") }
            return nil
        }
        return WebhookFields(
            url: webhook, method: method, headers: try headers(), payload: try payload.map(json), text: text, secrets: secret,
            followRedirects: followRedirects)
    }

    private func headers() throws(CommandError) -> [String: String] {
        var headers: [String: String] = [:]
        for item in header {
            guard let colon = item.firstIndex(of: ":"), colon > item.startIndex else {
                throw .usage("--header is not of the form 'Name: value'; put it in quotes, as in: --header 'Content-Type: text/plain'")
            }
            let name = String(item[..<colon])
            guard headers[name] == nil else { throw .usage("--header \(Words.quoted(name)) is there twice; leave one out") }
            headers[name] = String(item[item.index(after: colon)...].drop { $0 == " " })
        }
        return headers
    }

    private func json(_ text: String) throws(CommandError) -> JSON {
        var bytes = Array(text.utf8)
        if text.hasPrefix("@") {
            let path = String(text.dropFirst())
            guard let content = BoundedFile.read(path, limit: AddCommand.inputLimit) else {
                throw .usage("--payload: the file \(Words.quoted(path)) cannot be read, or is larger than 1 MiB")
            }
            bytes = content
        }
        do { return try JSON(parsing: bytes) } catch {
            throw .usage("--payload is no JSON: \(error); a text needs its quotes: --payload '\"hello\"', or --text")
        }
    }
}
