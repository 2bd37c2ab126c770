/// A run as a person names it.
enum RunNumber {
    /// `12.1` is the first attempt of pulse 12.
    static func parse(_ text: String) throws(CommandError) -> (pulse: Int64, attempt: Int64) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let pulse = number(parts[0]), let attempt = number(parts[1]) else {
            throw .usage("\(Words.quoted(text)) is no run: the first attempt of pulse 12 is 12.1, as `upbeat show 12` lists them")
        }
        return (pulse, attempt)
    }

    private static func number(_ text: Substring) -> Int64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text), number > 0 else { return nil }
        return number
    }
}
