/// Takes secrets out of what is kept or shown: a server may send back what it was sent.
package struct Redaction: Sendable {
    /// The longest come first.
    private let secrets: [[UInt8]]

    private static let mask = Array("***".utf8)
    /// Bytes. What is shorter stands everywhere by chance.
    private static let shortest = 4

    package init(_ secrets: [String]) {
        self.secrets = Set(secrets).map { Array($0.utf8) }.filter { $0.count >= Self.shortest }.sorted { $0.count > $1.count }
    }

    /// - Parameter isCut: the bytes end where they were cut, perhaps in the middle of a secret.
    package func applied(to bytes: [UInt8], isCut: Bool = false) -> [UInt8] {
        guard !secrets.isEmpty else { return bytes }
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let secret = secrets.first(where: { bytes[index...].starts(with: $0) }) {
                result += Self.mask
                index += secret.count
            } else if isCut, secrets.contains(where: { beginsAtEnd($0, bytes[index...]) }) {
                return result + Self.mask
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    package func applied(to text: String) -> String { String(decoding: applied(to: Array(text.utf8)), as: UTF8.self) }

    private func beginsAtEnd(_ secret: [UInt8], _ rest: ArraySlice<UInt8>) -> Bool {
        rest.count >= Self.shortest && rest.count < secret.count && secret.starts(with: rest)
    }
}
