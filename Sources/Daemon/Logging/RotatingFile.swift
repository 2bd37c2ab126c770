import Foundation

/// A file that is moved aside when it is full: `NAME`, `NAME.1`, `NAME.2`.
struct RotatingFile {
    let path: String
    /// The most bytes of one file; a line that does not fit goes into the next one.
    let limit: Int64
    /// How many files there are in all.
    let files: Int
    private var file: PrivateFile?
    private var size: Int64 = 0

    init(path: String, limit: Int64 = 10 << 20, files: Int = 3) {
        self.path = path
        self.limit = limit
        self.files = files
    }

    /// Adds one line. After a failure the next call opens the file anew.
    mutating func append(_ line: [UInt8]) throws(HomeError) {
        do throws(HomeError) {
            var open = try opened()
            if size > 0, size + Int64(line.count) > limit {
                rotate()
                open = try opened()
            }
            do { try open.append(line) } catch { throw HomeError.cannotWrite(path: path, error) }
            size += Int64(line.count)
        } catch {
            file = nil
            throw error
        }
    }

    /// Closes the file, so that the next line finds what is now at the path.
    mutating func reopen() { file = nil }

    private mutating func opened() throws(HomeError) -> PrivateFile {
        if let file { return file }
        let new: PrivateFile
        do {
            new = try PrivateFile(path, create: true, append: true)
        } catch {
            throw [ELOOP, EISDIR].contains(error.code) ? .notAFile(path: path) : .cannotWrite(path: path, error)
        }
        let facts: FileFacts
        do { facts = try new.facts() } catch { throw .cannotWrite(path: path, error) }
        guard facts.kind == .file else { throw .notAFile(path: path) }
        size = facts.size
        file = new
        return new
    }

    /// The oldest goes, the others move on. What cannot be moved stays; then the file grows rather than lose a line.
    private mutating func rotate() {
        file = nil
        for number in stride(from: files - 1, through: 1, by: -1) {
            _ = rename(number == 1 ? path : "\(path).\(number - 1)", "\(path).\(number)")
        }
    }
}
