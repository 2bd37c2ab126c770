import HTTPTypes
import Synchronization

/// Which methods there are at a path.
final class RouteTable: Sendable {
    private struct Entry {
        var pattern: [Substring]
        var methods: [String]
        /// As it was given.
        var path: String
    }

    /// What a parameter of a path stands for: ids are numbers, so that `v1/pulses/cancel` is no pulse's.
    private static let (anything, number): (Substring, Substring) = (":", ":id")

    private let entries = Mutex<[Entry]>([])

    func add(_ method: HTTPRequest.Method, _ path: String) {
        // Hummingbird answers HEAD wherever it answers GET.
        let names = method == .get ? ["GET", "HEAD"] : [method.rawValue]
        let pattern = path.split(separator: "/").map { $0.hasPrefix(":") ? ($0 == ":id" ? Self.number : Self.anything) : $0 }
        entries.withLock { entries in
            if let index = entries.firstIndex(where: { $0.pattern == pattern }) {
                entries[index].methods += names
            } else {
                entries.append(Entry(pattern: pattern, methods: names, path: path))
            }
        }
    }

    /// All there is: paths as they were given, and the methods of each.
    var all: [(path: String, methods: [String])] { entries.withLock { $0.map { ($0.path, $0.methods) } } }

    /// Sorted; empty where nothing is at the path.
    func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/")
        let found = entries.withLock { $0 }.filter { entry in
            entry.pattern.count == segments.count
                && zip(entry.pattern, segments).allSatisfy { pattern, segment in
                    switch pattern {
                    case Self.anything: true
                    case Self.number: segment.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    default: pattern == segment
                    }
                }
        }
        return found.flatMap(\.methods).sorted()
    }
}
