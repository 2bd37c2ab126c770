/// What schedules may be called: a name is never taken for the number of a pulse.
package enum ScheduleName {
    package static let rule = "a name has letters, digits, `_`, `.` and `-`, begins with a letter, and is at most 64 long"

    /// `[A-Za-z][A-Za-z0-9_.-]{0,63}`.
    package static func isValid(_ name: String) -> Bool {
        guard (1...64).contains(name.utf8.count), let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "_.-".utf8.contains(byte)
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
