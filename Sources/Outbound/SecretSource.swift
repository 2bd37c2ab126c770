import Foundation

/// Looks secrets up at the moment they are needed, and remembers none.
package struct SecretSource: Sendable {
    private let environment: [String: String]

    /// Bytes of a file at most.
    package static let longest = 65_536

    /// - Parameter environment: the daemon's own.
    package init(environment: [String: String]) { self.environment = environment }

    /// What a reference stands for, without line ends behind it.
    ///
    /// - Throws: a sentence that names the reference, never a value.
    package func value(of reference: SecretText.Reference) throws(SecretProblem) -> String {
        switch reference {
        case .variable(let name):
            guard let value = environment[name], !value.isEmpty else {
                throw SecretProblem("\(reference) is not set in the daemon's environment")
            }
            return value
        case .file(let path):
            let bytes = try read(path, reference)
            let end = bytes.lastIndex { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            guard let end else { throw SecretProblem("\(reference) is empty") }
            guard let value = String(validating: bytes[...end], as: UTF8.self) else { throw SecretProblem("\(reference) is not UTF-8") }
            return value
        }
    }

    /// The text with its references filled in.
    ///
    /// - Returns: the text, and each secret that is in it.
    package func filled(_ text: SecretText) throws(SecretProblem) -> (text: String, secrets: [String]) {
        var (filled, secrets) = ("", [String]())
        for part in text.parts {
            switch part {
            case .text(let plain): filled += plain
            case .reference(let reference):
                let value = try value(of: reference)
                filled += value
                secrets.append(value)
            }
        }
        return (filled, secrets)
    }

    private func read(_ path: String, _ reference: SecretText.Reference) throws(SecretProblem) -> [UInt8] {
        let full = path.hasPrefix("~/") ? (environment["HOME"] ?? "~") + path.dropFirst() : path
        // A pipe without a writer must not keep anybody.
        let descriptor = open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SecretProblem("\(reference) cannot be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw SecretProblem("\(reference) is no regular file")
        }
        guard facts.st_size <= Self.longest else { throw SecretProblem("\(reference) is larger than 64 KiB") }
        var bytes = [UInt8](repeating: 0, count: Self.longest + 1)
        var got = 0
        while got < bytes.count {
            let count = bytes.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress?.advanced(by: got), $0.count - got) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SecretProblem("\(reference) cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            got += count
        }
        guard got <= Self.longest else { throw SecretProblem("\(reference) is larger than 64 KiB") }
        return Array(bytes.prefix(got))
    }
}

/// Why a secret is not to be had: a sentence that names the reference.
package struct SecretProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
