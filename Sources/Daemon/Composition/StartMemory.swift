import Foundation

/// The memory that a start takes and a life does not.
///
/// A start runs much of the program once: the settings are read, the files checked, the routes put together. Code that has run stays in the
/// process until memory is short; an idle daemon gives it back, and gets from the page cache what it runs again.
enum StartMemory {
    /// Costs nothing but time, later, and of that less than a millisecond. Does nothing where the system tells no `/proc/self/maps`
    /// (proc(5)).
    static func giveBack() {
        #if os(Linux)
            guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return }
            for line in maps.split(separator: "\n") {
                // `START-END r-xp OFFSET DEVICE INODE PATH`: code of a file, which is read again where it is missing.
                let fields = line.split(separator: " ", omittingEmptySubsequences: true)
                guard fields.count == 6, fields[1] == "r-xp", fields[5].hasPrefix("/") else { continue }
                let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
                guard ends.count == 2, ends[0] < ends[1] else { continue }
                madvise(UnsafeMutableRawPointer(bitPattern: ends[0]), Int(ends[1] - ends[0]), Int32(MADV_DONTNEED))
            }
        #endif
    }
}
