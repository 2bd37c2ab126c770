import NIOSSL
package import Recurrence

/// What the door shows over TLS: a certificate with those that vouch for it, and its key.
package struct ServerCertificate: Sendable {
    let context: NIOSSLContext
    /// From then on no client takes the certificate.
    package let validUntil: Instant

    /// - Parameters:
    ///   - chain: PEM, the server's own certificate first.
    ///   - key: PEM, not encrypted.
    package init(chain: [UInt8], key: [UInt8]) throws(CertificateError) {
        let certificates: [NIOSSLCertificate]
        do { certificates = try NIOSSLCertificate.fromPEMBytes(chain) } catch { throw .noCertificate }
        guard let own = certificates.first else { throw .noCertificate }
        let privateKey: NIOSSLPrivateKey
        do { privateKey = try NIOSSLPrivateKey(bytes: key, format: .pem) } catch {
            throw String(decoding: key, as: UTF8.self).contains("ENCRYPTED") ? .encryptedKey : .noKey
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        // A client that agrees on protocols is told the one that there is.
        configuration.applicationProtocols = ["http/1.1"]
        do { context = try NIOSSLContext(configuration: configuration) } catch { throw .mismatch }
        validUntil = Instant(seconds: Int64(own.notValidAfter))
    }
}

/// Why a certificate cannot be shown. To be read behind the name of its file.
package enum CertificateError: Error, Hashable, Sendable {
    case noCertificate
    case noKey
    case encryptedKey
    /// The key is not the one of the certificate.
    case mismatch
}
