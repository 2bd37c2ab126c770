/// Values that are kept, and used, and shown to nobody: what is written out in a variable or a header field that is named like a secret.
///
/// What is only referred to (`${env:NAME}`, `${file:PATH}`) is no secret and stays as it was written.
package enum HiddenValue {
    /// Stands where the value would.
    package static let mark = "***"

    private static let words = [
        "token", "secret", "passw", "passphrase", "apikey", "api-key", "api_key", "credential", "authorization", "cookie", "signature",
    ]

    /// Whether a variable or a field of that name holds a secret, as names go.
    package static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        guard name != "idempotency-key" else { return false }
        return words.contains { name.contains($0) } || ["_key", "-key"].contains { name.hasSuffix($0) } || name == "key"
    }

    /// As it may be shown.
    package static func shown(_ values: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: values.map { ($0, isSecret($0) ? shown($1) : $1) })
    }

    /// A value that is a secret, as it may be shown.
    package static func shown(_ secret: String) -> String {
        secret.isEmpty || secret.contains("${env:") || secret.contains("${file:") ? secret : mark
    }

    /// Values that came back as they were shown, which stand for what they were.
    static func restored(_ values: [String: String], from old: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: values.map { ($0, $1 == mark ? old[$0] ?? $1 : $1) })
    }

    /// What is wrong with a value that somebody took from where it was not shown; nil where nothing is.
    static func fault(_ value: String) -> String? {
        value == mark ? "is `***`, which stands for a value that is not shown; leave it out, or give the value itself" : nil
    }
}
