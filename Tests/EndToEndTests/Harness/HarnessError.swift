import Foundation

/// Why the harness could not do its own work; no verdict on the daemon follows from it.
struct HarnessError: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }

    /// With what the system said last.
    static func system(_ what: String) -> HarnessError { HarnessError("\(what): \(String(cString: strerror(errno)))") }
}
