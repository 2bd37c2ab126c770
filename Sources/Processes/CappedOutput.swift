import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One stream's file: made at the first byte, capped, never a reason for the child to wait or fail.
struct CappedOutput: Sendable {
    private let path: String?
    private let prepareFolder: (@Sendable (String) throws -> Void)?
    private var kept: HeadTail
    private var recent = ByteRing(capacity: TailText.limit)
    private var first: [UInt8] = []
    private var descriptor: Int32 = -1
    private var end = StreamEnd()

    init(path: String?, limit: Int, prepareFolder: (@Sendable (String) throws -> Void)?) {
        self.path = path
        self.prepareFolder = prepareFolder
        kept = HeadTail(limit: path == nil ? 0 : limit)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        recent.append(bytes)
        if first.count < TailText.limit { first += bytes.prefix(TailText.limit - first.count) }
        let now = kept.accept(bytes)
        if now > 0 { write(UnsafeRawBufferPointer(rebasing: bytes.prefix(now)), counted: true) }
    }

    /// Writes what was held back, closes the file and says what became of the stream.
    mutating func finish() -> StreamEnd {
        end.total = kept.total
        end.tail = TailText.make(recent.bytes, isCut: kept.total > recent.count)
        // Its last character may be cut.
        if kept.total > recent.count { end.head = String(decoding: first, as: UTF8.self) }
        let last = kept.last
        if path != nil, kept.total > 0, !last.isEmpty || kept.leftOut > 0 {
            if kept.leftOut > 0 {
                Array("\n[upbeat: \(kept.leftOut) bytes left out here]\n".utf8).withUnsafeBytes { write($0, counted: false) }
            }
            last.withUnsafeBytes { write($0, counted: true) }
        }
        if descriptor >= 0, close(descriptor) != 0, end.error == nil {
            end.error = failureText("The output file \(path ?? "") could not be closed", errno)
        }
        descriptor = -1
        return end
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer, counted: Bool) {
        guard let path, end.error == nil else { return }
        if descriptor < 0 { openFile(path) }
        guard descriptor >= 0 else { return }
        var rest = bytes
        while !rest.isEmpty {
            #if canImport(Glibc)
                let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            #else
                let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
            #endif
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                end.error = failureText("The output file \(path) could not be written", errno)
                return
            }
            if counted { end.kept += count }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }

    /// A link, a pipe or a device in the file's place is refused; a file that is there is emptied and made private.
    private mutating func openFile(_ path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        do {
            if let prepareFolder { try prepareFolder(folder) } else { try Self.makeFolder(folder) }
        } catch {
            end.error = "The folder \(folder) of the output file could not be made: \(error)"
            return
        }
        let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard opened >= 0 else {
            end.error = failureText("The output file \(path) could not be made", errno)
            return
        }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG, fchmod(opened, 0o600) == 0 else {
            close(opened)
            end.error = "The output file \(path) could not be made: something that is no file of ours is in its place"
            return
        }
        descriptor = opened
    }

    private static func makeFolder(_ folder: String) throws {
        guard access(folder, F_OK) != 0 else { return }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
