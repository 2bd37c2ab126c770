/// The id of a pulse as a person types it.
enum PulseNumber {
    static func parse(_ text: String) throws(CommandError) -> Int64 {
        guard let number = Int64(text), number > 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .usage("\(Words.quoted(text)) is no pulse id: an id is a whole number from 1, as `upbeat ls` lists them")
        }
        return number
    }
}
