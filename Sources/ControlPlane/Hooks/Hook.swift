/// A way in for programs elsewhere, as a file declares it: who may call `POST /hooks/NAME`, which calls are heard, and what one makes.
package struct Hook: Hashable, Sendable {
    package var name: String
    package var proof: Proof
    /// GitHub's events that are heard; empty: all.
    package var events: [String]
    /// What has to hold of the body; otherwise a call makes nothing.
    package var conditions: [Condition]
    /// Its texts are templates: see ``HookFilling``.
    package var makes: Makes
    /// The file's path.
    package var file: String

    /// How a caller shows who it is. Secrets are references, `${env:NAME}`; one of them has to fit.
    package enum Proof: Hashable, Sendable {
        /// Standard Webhooks 1.0.0: the headers `webhook-id`, `webhook-timestamp`, `webhook-signature`.
        case standard(secrets: [String])
        /// GitHub's `X-Hub-Signature-256` and `X-GitHub-Delivery`.
        case github(secrets: [String])
        /// The secret itself, in a header; nil: as `Authorization: Bearer`.
        case token(secrets: [String], header: String?)

        package var secrets: [String] {
            switch self {
            case .standard(let secrets), .github(let secrets), .token(let secrets, _): secrets
            }
        }

        /// As the configuration names it.
        package var name: String {
            switch self {
            case .standard: "standard"
            case .github: "github"
            case .token: "token"
            }
        }
    }

    /// A field of the body, by its dotted name, that has to hold one of some texts.
    package struct Condition: Hashable, Sendable {
        package var field: String
        package var values: [String]

        package init(field: String, values: [String]) {
            self.field = field
            self.values = values
        }
    }

    package enum Makes: Hashable, Sendable {
        case pulse(PulseRequest)
        case pipeline(PipelineRequest)
    }

    package init(
        name: String, proof: Proof, events: [String] = [], conditions: [Condition] = [], makes: Makes, file: String = ""
    ) {
        self.name = name
        self.proof = proof
        self.events = events
        self.conditions = conditions
        self.makes = makes
        self.file = file
    }

    /// `prompt`, `command`, `webhook` or `pipeline`.
    package var kind: String {
        switch makes {
        case .pipeline: "pipeline"
        case .pulse(let pulse) where pulse.prompt != nil: "prompt"
        case .pulse(let pulse) where pulse.command != nil: "command"
        case .pulse: "webhook"
        }
    }
}

/// The hooks of the configuration in force.
package struct Hooks: Sendable {
    /// By name, sorted.
    package let all: [Hook]
    /// What a reference to a secret stands for, looked up anew each time; nil where it is not to be had.
    package let secret: @Sendable (String) -> String?

    package init(_ hooks: [Hook] = [], secret: @escaping @Sendable (String) -> String? = { _ in nil }) {
        all = hooks.sorted { $0.name < $1.name }
        self.secret = secret
    }

    package subscript(name: String) -> Hook? { all.first { $0.name == name } }
}
