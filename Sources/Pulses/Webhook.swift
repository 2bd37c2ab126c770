package import StrictJSON

/// A call to an address of the web.
package struct Webhook: Hashable, Sendable {
    package var url: String
    package var method: String
    /// As they were written: references to secrets (`${env:NAME}`) are resolved when it is called, never before.
    package var headers: [String: String]
    package var body: Body
    /// References to what it is signed with, the current one first; none: it is not signed.
    package var secrets: [String]
    /// How many redirects are followed.
    package var redirects: Int
    /// It was asked for by an agent: it reaches public addresses alone, and only the secrets that are open to agents.
    package var isConfined: Bool

    package enum Body: Hashable, Sendable {
        /// The event that it fired; nothing where the method has no body.
        case event
        /// Sent as it is.
        case json(JSON)
        case text(TextTemplate)
    }

    package init(
        url: String, method: String = "POST", headers: [String: String] = [:], body: Body = .event, secrets: [String] = [],
        redirects: Int = 0, isConfined: Bool = false
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.secrets = secrets
        self.redirects = redirects
        self.isConfined = isConfined
    }

    /// How long a call may take where nothing is said.
    package static let timeout = Duration.seconds(30)
}

/// What is wrong with a webhook that is asked for.
package struct WebhookFault: Hashable, Sendable {
    /// Leads to the field within the webhook: `headers`, `Authorization`.
    package var path: [String]
    /// Goes on after the field's name.
    package var sentence: String

    package init(_ path: [String], _ sentence: String) {
        self.path = path
        self.sentence = sentence
    }
}
