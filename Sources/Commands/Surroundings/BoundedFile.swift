import Foundation

/// Reads small files that a person names.
enum BoundedFile {
    /// The bytes; nil where it cannot be read, or holds more than `limit`.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: limit + 1) ?? Data(), data.count <= limit else { return nil }
        return Array(data)
    }
}
