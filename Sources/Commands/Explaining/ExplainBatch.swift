/// Answers lines as they come, in their order.
struct ExplainBatch {
    let answers: ExplainLine
    /// A line of more bytes is not kept while it comes in.
    private static let longestLine = 1 << 20

    func run(_ input: ByteSource, _ output: ByteStream) throws(CommandError) {
        var rest: [UInt8] = []
        var isTooLong = false
        while true {
            let chunk = try input.next(1 << 16)
            var answered: [UInt8] = []
            answered.reserveCapacity(chunk.count + 256)
            var start = chunk.startIndex
            while let end = chunk[start...].firstIndex(of: 0x0A) {
                if isTooLong {
                    isTooLong = false
                } else if rest.isEmpty {
                    answer(chunk[start..<end], to: &answered)
                } else {
                    rest += chunk[start..<end]
                    answer(rest[...], to: &answered)
                }
                rest.removeAll(keepingCapacity: true)
                start = end + 1
            }
            if !isTooLong { rest += chunk[start...] }
            if rest.count > Self.longestLine {
                isTooLong = true
                rest.removeAll()
                answers.refuse("the line is longer than \(Self.longestLine) bytes", to: &answered)
            }
            if chunk.isEmpty {
                if !rest.isEmpty { answer(rest[...], to: &answered) }
                return try output.write(answered)
            }
            if !answered.isEmpty { try output.write(answered) }
        }
    }

    /// A blank line asks for nothing.
    private func answer(_ line: ArraySlice<UInt8>, to output: inout [UInt8]) {
        guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return }
        answers.answer(line, to: &output)
    }
}
