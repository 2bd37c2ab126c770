import ControlPlane
import Outbound
import Yams

/// Reads `verify:` of a hook: who may call.
enum HookProofReader {
    private static let schemes = ["standard", "github", "token"]
    private static let expected = "one of standard, github and token, with the secret, such as {token: \"${env:HOOK_TOKEN}\"}"
    /// Secrets of one hook: the one in use, and those before it.
    private static let most = 5

    /// The proof and GitHub's events; nil after issues.
    static func read(_ reader: inout NodeReader, line: Int) -> (Hook.Proof, [String])? {
        guard let node = reader.node("verify") else {
            let origin = SettingOrigin.file(reader.file, line: line)
            reader.take([SettingsIssue(origin, key: "\(reader.path).verify", expected: expected, value: "nothing")])
            return nil
        }
        // What stands there is not quoted: it may be a secret.
        guard case .mapping = node else {
            reader.refuse("verify", expected: expected)
            return nil
        }
        guard var schemes = reader.inner("verify", known: schemes, expected: expected) else { return nil }
        let named = Self.schemes.filter(schemes.has)
        if schemes.issues.isEmpty, named.count != 1 {
            reader.refuse("verify", expected: expected, value: named.isEmpty ? "nothing" : named.joined(separator: " and "))
        }
        guard let scheme = named.first, named.count == 1 else {
            reader.take(schemes.issues)
            return nil
        }
        defer { reader.take(schemes.issues) }
        return read(scheme, &schemes)
    }

    /// A secret, a list of them, or a map with `secret`.
    private static func read(_ scheme: String, _ schemes: inout NodeReader) -> (Hook.Proof, [String])? {
        guard let node = schemes.node(scheme), case .mapping = node else {
            return secrets(scheme, &schemes).map { (proof(scheme, $0, header: nil), []) }
        }
        let known = ["secret"] + (scheme == "github" ? ["events"] : scheme == "token" ? ["header"] : [])
        guard var inner = schemes.inner(scheme, known: known, expected: "a secret, or a map with secret") else { return nil }
        let header = inner.text("header")
        if let header, !isHeaderName(header) {
            inner.refuse("header", expected: "the name of a header, such as X-Gitlab-Token", value: LogText.quoted(header))
        }
        let events = inner.texts("events") ?? []
        if !inner.has("secret") {
            schemes.refuse(scheme, expected: "a map with secret, such as {secret: \"${env:NAME}\"}", value: "one without it")
        }
        let secrets = secrets("secret", &inner)
        schemes.take(inner.issues)
        return secrets.map { (proof(scheme, $0, header: header), events) }
    }

    private static func proof(_ scheme: String, _ secrets: [String], header: String?) -> Hook.Proof {
        switch scheme {
        case "standard": .standard(secrets: secrets)
        case "github": .github(secrets: secrets)
        default: .token(secrets: secrets, header: header)
        }
    }

    /// References alone. What stands there is never quoted: it may be the secret itself.
    private static func secrets(_ key: String, _ reader: inout NodeReader) -> [String]? {
        guard reader.has(key) else { return nil }
        let expected = "a reference such as \"${env:NAME}\" or \"${file:/PATH}\", or a list of them"
        var items: [Node] = []
        if let node = reader.node(key) { if case .sequence(let list) = node { items = Array(list) } else { items = [node] } }
        let texts = items.compactMap(\.text)
        guard texts.count == items.count, (1...most).contains(texts.count) else {
            reader.refuse(key, expected: expected, value: items.count > most ? "\(items.count) of them" : nil)
            return nil
        }
        for text in texts {
            guard let parsed = try? SecretText(text), parsed.onlyReference != nil else {
                reader.refuse(key, expected: expected, hint: "a secret itself never stands in a file that is shown; keep it in a variable")
                return nil
            }
        }
        return texts
    }

    /// A token of RFC 9110 section 5.6.2.
    private static func isHeaderName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 100
            && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0)) }
    }
}
