/// Some days of the week.
struct WeekdaySet: Hashable, Sendable {
    /// Bit 0 is Monday.
    private(set) var bits: UInt8 = 0

    static let all = WeekdaySet(bits: 0b111_1111)

    /// In full and in lower case, from Monday.
    static let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    private static let otherShortNames = ["tues": 1, "thur": 3, "thurs": 3]

    /// The day of a lower-case word, in full or by its first three letters (`tues`, `thur`, `thurs` too); 0 is Monday.
    static func day(named word: String) -> Int? {
        names.firstIndex { $0 == word || (word.utf8.count == 3 && $0.hasPrefix(word)) } ?? otherShortNames[word]
    }

    func contains(_ day: Int) -> Bool {
        bits & 1 << day != 0
    }

    /// Adds the days from one to another, around the end of the week if need be; both belong to them.
    mutating func insert(from first: Int, through last: Int) {
        for distance in 0...((last - first + 7) % 7) {
            bits |= 1 << ((first + distance) % 7)
        }
    }

    /// Days that follow each other, around the end of the week too, as (first, last); in the order of the week. All days
    /// are one run from Monday.
    var runs: [(first: Int, last: Int)] {
        guard self != .all else { return [(0, 6)] }
        return (0..<7).filter { contains($0) && !contains(($0 + 6) % 7) }.map { first in
            let count = (0..<7).first { !contains((first + $0) % 7) } ?? 7
            return (first, (first + count - 1) % 7)
        }
    }
}
