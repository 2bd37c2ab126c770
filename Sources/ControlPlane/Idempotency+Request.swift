import Crypto
package import Pulses

extension ControlPlane {
    /// The idempotency of a request: its key belongs to the caller, its fingerprint covers method, path and body.
    ///
    /// - Parameter field: the header that held the key.
    /// - Throws: `invalid` for a key that is empty, too long, or holds anything but visible ASCII and spaces.
    package func idempotency(
        key: String, caller: Caller, method: String, path: String, body: some Collection<UInt8>, field: String = "Idempotency-Key"
    ) throws(RequestError) -> Idempotency {
        let isVisible = key.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard limits.idempotencyKey.contains(key.utf8.count), isVisible else {
            throw .invalid([
                FieldError(
                    field,
                    "the header \(field) must have \(limits.idempotencyKey.lowerBound) to "
                        + "\(limits.idempotencyKey.upperBound) printable ASCII characters")
            ])
        }
        var hash = SHA256()
        // Neither a method nor a path can hold a line feed, so that no two requests look alike.
        hash.update(data: Array("\(method)\n\(path)\n".utf8))
        hash.update(data: Array(body))
        return Idempotency(scope: caller.scope, key: key, fingerprint: Array(hash.finalize()))
    }
}
