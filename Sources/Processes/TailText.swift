/// The end of a byte stream as text that may be stored and shown.
enum TailText {
    /// Most bytes of UTF-8 in the text.
    static let limit = 4096

    /// - Parameters:
    ///   - bytes: the last bytes of the stream.
    ///   - isCut: whether bytes came before these, so that the first may be the inside of a character.
    /// - Returns: valid UTF-8 of at most `limit` bytes; what is invalid becomes U+FFFD, and text is dropped from the front to fit.
    static func make(_ bytes: [UInt8], isCut: Bool) -> String {
        var slice = bytes[...]
        if isCut {
            // A character is at most four bytes, so at most three of it can follow the cut.
            let inside = slice.prefix(3).prefix { $0 & 0b1100_0000 == 0b1000_0000 }.count
            slice = slice.dropFirst(inside)
        }
        let text = String(decoding: slice, as: UTF8.self)
        guard text.utf8.count > limit else { return text }
        var cut = text.utf8.index(text.endIndex, offsetBy: -limit)
        while !isScalarStart(text, cut) { text.utf8.formIndex(after: &cut) }
        return String(text[cut...])
    }

    private static func isScalarStart(_ text: String, _ index: String.Index) -> Bool {
        index == text.endIndex || text.utf8[index] & 0b1100_0000 != 0b1000_0000
    }
}
