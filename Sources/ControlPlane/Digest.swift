import Crypto

extension ControlPlane {
    /// 128 bits of the SHA-256 of some bytes, as hexadecimal digits: the same for the same bytes, on every machine.
    package static func digest(_ bytes: some Collection<UInt8>) -> String {
        SHA256.hash(data: Array(bytes)).prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
