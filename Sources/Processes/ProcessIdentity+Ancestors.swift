#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension ProcessIdentity {
    /// The processes that this one descends from, the nearest first, as they are now; none on macOS.
    package static func ancestors() -> [ProcessIdentity] {
        #if os(Linux)
            var found: [ProcessIdentity] = []
            var next = getppid()
            // Deeper than any real tree; numbers that were given out again cannot make it go round for ever.
            while next > 1, found.count < 64, let identity = of(pid: next) {
                found.append(identity)
                guard let parent = parent(of: next) else { break }
                next = parent
            }
            return found
        #else
            return []
        #endif
    }

    #if os(Linux)
        /// Field 4 of `/proc/PID/stat` (proc(5)).
        private static func parent(of pid: Int32) -> Int32? {
            withUnsafeTemporaryAllocation(byteCount: 2048, alignment: 1) { buffer -> Int32? in
                let count = readSmallFile("/proc/\(pid)/stat", into: buffer)
                guard count > 0, let close = UnsafeRawBufferPointer(buffer)[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
                let fields = UnsafeRawBufferPointer(buffer)[(close + 1)..<count].split(separator: UInt8(ascii: " "), maxSplits: 2)
                return fields.count > 1 ? Int32(ascii: fields[1]) : nil
            }
        }
    #endif
}
