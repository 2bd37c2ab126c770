import Foundation
package import Pulses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where the output of runs is kept: one file for each stream of each attempt, made when the first byte comes.
package struct OutputFolder: OutputReading {
    /// The folder; its sub-folders hold a thousand pulses each.
    package let path: String

    package init(path: String) { self.path = path }

    func file(of key: RunKey, stream: OutputStreamName) -> String {
        "\(folder(of: key.pulse))/\(key.pulse)-\(key.attempt).\(stream.rawValue)"
    }

    /// Where a prompt lies that is too long for an argument; removed when its run has ended.
    func promptFile(of key: RunKey) -> String { "\(folder(of: key.pulse))/\(key.pulse)-\(key.attempt).prompt" }

    private func folder(of id: PulseID) -> String { "\(path)/\(id.value / 1000)" }

    package func output(of key: RunKey, stream: OutputStreamName, offset: Int64, limit: Int) -> OutputPart? {
        let descriptor = open(file(of: key, stream: stream), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { return nil }
        let size = Int64(facts.st_size)
        let start = offset >= 0 ? min(offset, size) : max(size + offset, 0)
        let wanted = min(Int64(max(limit, 0)), size - start)
        var bytes = [UInt8](repeating: 0, count: Int(wanted))
        var got = 0
        while got < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress?.advanced(by: got), buffer.count - got, off_t(start) + off_t(got))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            got += count
        }
        bytes.removeLast(bytes.count - got)
        return OutputPart(bytes: bytes, offset: start, size: size)
    }

    /// What a run that has ended wrote, for another one to read: on record as it is, so nothing may write to it any more. Nil where it wrote
    /// nothing.
    func readOnlyOutput(of key: RunKey) -> String? {
        let file = file(of: key, stream: .output)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return fchmod(descriptor, 0o400) == 0 ? file : nil
    }

    /// Writes a small file of ours, private to the user; replaces what an earlier try left.
    func write(_ bytes: [UInt8], to file: String) throws {
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            written += count
        }
    }
}
