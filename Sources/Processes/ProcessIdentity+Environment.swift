extension ProcessIdentity {
    /// The environment that this process was started with; nil where it may not be read, and on macOS.
    package var environment: [String: String]? {
        #if os(Linux)
            guard let bytes = ProcessTable.environment(of: pid), isAlive else { return nil }
            var variables: [String: String] = [:]
            for entry in bytes.split(separator: 0) {
                let parts = entry.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                variables[String(decoding: parts[0], as: UTF8.self)] = String(decoding: parts[1], as: UTF8.self)
            }
            return variables
        #else
            return nil
        #endif
    }
}
