import Crypto
import Foundation

/// A secret of a hook, as bytes to sign with or to compare.
package enum HookSecret {
    /// Fewer bytes than these can be guessed.
    static let shortest = 16

    /// The key of Standard Webhooks: what stands behind `whsec_` in base64, else the text itself. Nil where the base64 is none, or empty.
    static func key(_ secret: String) -> [UInt8]? {
        guard secret.hasPrefix("whsec_") else { return secret.isEmpty ? nil : Array(secret.utf8) }
        guard let data = Data(base64Encoded: String(secret.dropFirst("whsec_".count))), !data.isEmpty else { return nil }
        return Array(data)
    }

    /// What is wrong with a secret, going on after its reference; nil where nothing is. The secret is not in the sentence.
    package static func fault(of secret: String, for proof: Hook.Proof) -> String? {
        var bytes = Array(secret.utf8)
        if case .standard = proof {
            guard let key = key(secret) else { return "holds `whsec_` and then no base64, so that nothing can be signed with it" }
            bytes = key
        }
        return bytes.count < shortest ? "holds \(bytes.count) bytes and can be guessed; take at least 24" : nil
    }

    static func code(of content: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: key)))
    }

    /// Takes as long wherever two texts differ, and says nothing of the length of `expected`.
    static func areEqual(_ text: String, _ expected: String) -> Bool {
        Authenticate.areEqual(Authenticate.hash(of: text), Authenticate.hash(of: expected))
    }
}
