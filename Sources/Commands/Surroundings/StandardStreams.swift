import Foundation

/// The three streams of this process, by system calls, so that each byte has left when a call returns.
enum StandardStreams {
    /// Writes everything.
    /// - Throws: `outputClosed` where nobody reads any more, `outputFailed` for anything else.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(CommandError) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                offset += written
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: waitUntilWritable(descriptor)
            case EPIPE: throw .outputClosed
            case let code: throw .outputFailed(String(cString: strerror(code)))
            }
        }
    }

    /// Reads to the end, but no more than `limit` bytes.
    static func read(_ descriptor: Int32, limit: Int) throws(CommandError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let more = try readSome(descriptor, limit: min(65536, limit - bytes.count))
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    /// Reads what is there, up to `limit` bytes; empty at the end.
    static func readSome(_ descriptor: Int32, limit: Int) throws(CommandError) -> [UInt8] {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
                count = systemRead(descriptor, buffer.baseAddress, limit)
                filled = max(count, 0)
            }
            if count >= 0 { return bytes }
            guard errno == EINTR else {
                throw .usage("standard input could not be read (\(String(cString: strerror(errno)))); give the text as an argument")
            }
        }
    }

    /// The columns of a terminal: `COLUMNS`, else what it says, else 80. Nil where the descriptor is no terminal.
    static func width(_ descriptor: Int32, environment: [String: String]) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        if let columns = environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func waitUntilWritable(_ descriptor: Int32) {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, 1000)
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int { read(descriptor, bytes, count) }
