import Foundation
import HTTPAPI
import Recurrence

extension Settings.HTTP.TLS {
    /// Reads and checks both files. Links are followed: what renews certificates puts them there.
    ///
    /// - Throws: what is wrong, with the setting, the file, and what to do.
    func read() throws(CommandFailure) -> ServerCertificate {
        let chain = try Self.content(of: certificate, "http.tls.certificate", isSecret: certificate == key)
        let secret = certificate == key ? chain : try Self.content(of: key, "http.tls.key", isSecret: true)
        do throws(CertificateError) {
            return try ServerCertificate(chain: chain, key: secret)
        } catch {
            throw CommandFailure(message: sentence(error))
        }
    }

    /// Nil while it is good for two weeks more.
    func warning(of loaded: ServerCertificate, at now: Instant) -> String? {
        let remedy = "put a new one in its place, and `upbeat reload`"
        if loaded.validUntil <= now { return "the certificate \(certificate) expired at \(loaded.validUntil); \(remedy)" }
        guard loaded.validUntil - now < .seconds(14 * 86_400) else { return nil }
        return "the certificate \(certificate) expires at \(loaded.validUntil); \(remedy)"
    }

    private static func content(of path: String, _ setting: String, isSecret: Bool) throws(CommandFailure) -> [UInt8] {
        func failure(_ text: String) -> CommandFailure { CommandFailure(message: "\(setting): \(text)") }
        guard let real = realpath(path, nil) else { throw failure("cannot read \(path): \(String(cString: strerror(errno)))") }
        defer { free(real) }
        let bytes: [UInt8]
        let facts: FileFacts
        do throws(SystemFailure) {
            let file = try PrivateFile(String(cString: real), create: false, readOnly: true)
            facts = try file.facts()
            bytes = facts.kind == .file ? try file.read(limit: 1 << 20) : []
        } catch {
            throw failure("cannot read \(path): \(error)")
        }
        guard facts.kind == .file else { throw failure("\(path) is not a plain file; name a PEM file") }
        guard isSecret else { return bytes }
        guard facts.mode & 0o027 == 0 else {
            let mode = String(facts.mode & 0o777, radix: 8)
            throw failure("\(path) holds a key and is open to other users (mode \(mode)); close it with: chmod 600 \(ShellText.word(path))")
        }
        guard facts.owner == geteuid() || facts.owner == 0 else {
            throw failure(
                "\(path) holds a key and belongs to user \(facts.owner); make it your own with: chown $USER \(ShellText.word(path))")
        }
        return bytes
    }

    private func sentence(_ error: CertificateError) -> String {
        switch error {
        case .noCertificate:
            "http.tls.certificate: \(certificate) holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)"
        case .noKey:
            "http.tls.key: \(key) holds no key in PEM form (-----BEGIN PRIVATE KEY-----)"
        case .encryptedKey:
            "http.tls.key: the key in \(key) is encrypted; decrypt it with `openssl pkey`, and keep the file at mode 600"
        case .mismatch:
            "http.tls.key: the key in \(key) is not the one of the certificate in \(certificate); name the pair that belongs together"
        }
    }
}
