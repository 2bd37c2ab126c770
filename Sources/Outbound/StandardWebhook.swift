import Crypto
import Foundation

/// Signs as Standard Webhooks 1.0.0 says: HMAC-SHA256 over `ID.TIMESTAMP.BODY`, in base64.
package enum StandardWebhook {
    /// The key of a secret: what stands behind `whsec_` in base64, else the text itself. Nil where the base64 is none, or empty.
    package static func key(of secret: String) -> [UInt8]? {
        guard secret.hasPrefix("whsec_") else { return secret.isEmpty ? nil : Array(secret.utf8) }
        guard let data = Data(base64Encoded: String(secret.dropFirst(6))), !data.isEmpty else { return nil }
        return Array(data)
    }

    /// `v1,SIGNATURE` for each key, with blanks between them, so that a receiver that knows one of them is content.
    package static func signature(id: String, timestamp: Int64, body: [UInt8], keys: [[UInt8]]) -> String {
        let content = Array("\(id).\(timestamp).".utf8) + body
        return keys.map { key in
            let code = HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: key))
            return "v1," + Data(code).base64EncodedString()
        }.joined(separator: " ")
    }
}
