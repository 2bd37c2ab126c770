/// Makes the bytes of a stream safe for a terminal, part by part.
///
/// What of a character or of CR LF has not come yet is kept for the next part. Bytes that are not UTF-8 are shown as `\xNN`.
struct TerminalFilter {
    private var held: [UInt8] = []

    /// What can be shown of the stream so far.
    mutating func show(_ bytes: [UInt8]) -> [UInt8] { filter(bytes, isEnd: false) }

    /// What was kept back.
    mutating func finish() -> [UInt8] { filter([], isEnd: true) }

    private mutating func filter(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] {
        let input = held + bytes
        held = []
        var output: [UInt8] = []
        var position = 0
        while position < input.count {
            let length = Self.length(input[position])
            let end = position + max(length, 1)
            if end > input.count, !isEnd, Self.mayBegin(input[position...]) {
                held = Array(input[position...])
                break
            }
            guard length > 0, end <= input.count, let text = String(validating: input[position..<end], as: UTF8.self),
                let scalar = text.unicodeScalars.first
            else {
                output += Array("\\x\(Self.hex(input[position]))".utf8)
                position += 1
                continue
            }
            if scalar == "\r" {
                guard end < input.count || isEnd else {
                    held = [input[position]]
                    break
                }
                if end < input.count, input[end] == UInt8(ascii: "\n") {
                    position = end
                    continue
                }
            }
            let isPlain = scalar == "\n" || scalar == "\t" || !SafeText.isUnsafe(scalar)
            output += Array((isPlain ? text : SafeText.escaped(scalar)).utf8)
            position = end
        }
        return output
    }

    /// How many bytes the sequence has that a byte begins; 0 where it begins none (RFC 3629 section 4).
    private static func length(_ byte: UInt8) -> Int {
        switch byte {
        case 0x00...0x7F: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }

    private static func mayBegin(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.dropFirst().allSatisfy { (0x80...0xBF).contains($0) }
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
}
