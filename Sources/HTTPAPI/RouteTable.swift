import HTTPTypes
import Synchronization

/// Which methods there are at a path.
final class RouteTable: Sendable {
    private struct Entry {
        var pattern: [Substring]
        var methods: [String]
    }

    private let entries = Mutex<[Entry]>([])

    func add(_ method: HTTPRequest.Method, _ path: String) {
        // Hummingbird answers HEAD wherever it answers GET.
        let names = method == .get ? ["GET", "HEAD"] : [method.rawValue]
        let pattern = path.split(separator: "/").map { $0.hasPrefix(":") ? ":" : $0 }
        entries.withLock { entries in
            if let index = entries.firstIndex(where: { $0.pattern == pattern }) {
                entries[index].methods += names
            } else {
                entries.append(Entry(pattern: pattern, methods: names))
            }
        }
    }

    /// Sorted; empty where nothing is at the path.
    func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/")
        let found = entries.withLock { $0 }.filter { entry in
            entry.pattern.count == segments.count
                && zip(entry.pattern, segments).allSatisfy { $0 == ":" || $0 == $1 }
        }
        return found.flatMap(\.methods).sorted()
    }
}
