/// A schedule's name, or a pulse's id, as a person types it: they are never confused, because a name begins with a letter.
enum ScheduleWord {
    enum Thing: Hashable {
        case pulse(Int64)
        case schedule(String)
    }

    static func thing(_ text: String) throws(CommandError) -> Thing {
        if text.first?.isNumber == true { return .pulse(try PulseNumber.parse(text)) }
        return .schedule(try parse(text))
    }

    /// The name of a schedule.
    static func parse(_ text: String) throws(CommandError) -> String {
        let isName = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "_.-".utf8.contains(byte)
        }
        guard isName, let first = text.first, first.isLetter, text.utf8.count <= 64 else {
            throw .usage(
                "\(Words.quoted(text)) is no name of a schedule: a name has letters, digits, `_`, `.` and `-` and begins with a letter; "
                    + "`upbeat ls --schedules` lists them")
        }
        return text
    }
}
