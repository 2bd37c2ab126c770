import Engine
import HTTPAPI
import Recurrence

extension Examination {
    /// What is shown over TLS.
    func certificate() -> [Finding] {
        guard settings.http.isEnabled, let files = settings.http.tls else { return [] }
        do throws(CommandFailure) {
            let certificate = try files.read()
            if let warning = files.warning(of: certificate, at: SystemClock().now()) {
                return [Finding(.configuration, "certificate", .warning, warning)]
            }
            return [Finding(.configuration, "certificate", .ok, "the certificate is good until \(certificate.validUntil)")]
        } catch {
            return [Finding(.configuration, "certificate", .error, error.message)]
        }
    }
}
