import Foundation

/// Where the daemon's socket is, derived by every program in the same way.
package enum SocketPath {
    /// The most bytes a path in `sockaddr_un` can have, without its closing NUL (unix(7); 104 bytes in all on macOS).
    package static let limit = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// `upbeat.sock` in the state folder, or `/tmp/upbeat-UID-HASH/s` where that is longer than the system takes.
    static func path(inState state: String) -> String {
        shortFolder(forState: state).map { $0 + "/s" } ?? state + "/upbeat.sock"
    }

    /// The folder of the short path; nil where the long one fits.
    ///
    /// The hash is the first 16 digits of SHA-256 over the long path, with links resolved once the state folder exists.
    static func shortFolder(forState state: String) -> String? {
        guard (state + "/upbeat.sock").utf8.count > limit else { return nil }
        let full = resolved(state) + "/upbeat.sock"
        return "/tmp/upbeat-\(geteuid())-\(SHA256Text.hexadecimal(of: Array(full.utf8)).prefix(16))"
    }

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
