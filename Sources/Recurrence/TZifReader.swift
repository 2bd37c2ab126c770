/// Reads the Time Zone Information Format, versions 1 to 4 (RFC 9636, which replaced RFC 8536).
///
/// Strict: what the RFC forbids is refused, so that a damaged file is found out wherever the format allows it. Of version 2
/// and later the 64-bit block and the footer count; the 32-bit block is passed over. Files with leap seconds are refused,
/// since Unix time has none.
struct TZifReader {
    private let bytes: [UInt8]
    private var position = 0

    /// The largest file that is read; those of tzdata have less than 4 KiB.
    static let sizeLimit = 256 * 1024

    static func table(reading bytes: [UInt8]) throws(TZifError) -> SpanTable {
        guard bytes.count <= sizeLimit else { throw .tooLarge }
        var reader = TZifReader(bytes: bytes)
        return try reader.table()
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func table() throws(TZifError) -> SpanTable {
        var header = try header()
        let isWide = header.version > 1
        if isWide {
            _ = try take(header.blockSize(timeSize: 4))
            let first = header
            header = try self.header()
            guard header.version == first.version else { throw .unknownVersion }
        }
        try header.check()
        let block = try block(header, timeSize: isWide ? 8 : 4)
        let rule = isWide ? try footer(isExtended: header.version > 2) : nil
        guard position == bytes.count else { throw .wrongLength }
        if let rule, let last = block.transitions.last, rule.span(at: last.at).offset != last.offset {
            throw .contradictingFooter
        }
        return SpanTable(
            offset: block.firstOffset, transitions: block.transitions, tail: rule.map { .rule($0) } ?? .constant)
    }

    // MARK: Parts

    private struct Header {
        let version: Int
        /// In the order of the file: UT/local, standard/wall, leap seconds, transitions, types, characters.
        let counts: [Int]

        var indicatorCounts: ArraySlice<Int> { counts[0...1] }
        var leapCount: Int { counts[2] }
        var timeCount: Int { counts[3] }
        var typeCount: Int { counts[4] }
        var characterCount: Int { counts[5] }

        /// Counts have 32 bits: no sum of these overflows.
        func blockSize(timeSize: Int) -> Int {
            timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4) + counts[0] + counts[1]
        }

        func check() throws(TZifError) {
            guard (1...256).contains(typeCount), characterCount > 0,
                indicatorCounts.allSatisfy({ $0 == 0 || $0 == typeCount })
            else { throw .badCount }
            guard leapCount == 0 else { throw .leapSeconds }
        }
    }

    private struct Block {
        /// Before the first transition: that of type 0.
        let firstOffset: Int64
        let transitions: [(at: Int64, offset: Int64)]
    }

    private mutating func header() throws(TZifError) -> Header {
        guard try Array(take(4)) == Array("TZif".utf8) else { throw .notTimeZoneData }
        let version = try Int(number(1))
        guard version == 0 || (0x32...0x34).contains(version), try take(15).allSatisfy({ $0 == 0 }) else { throw .unknownVersion }
        var counts: [Int] = []
        for _ in 0..<6 {
            counts.append(try Int(number(4)) & 0xFFFF_FFFF)
        }
        return Header(version: version == 0 ? 1 : version - 0x30, counts: counts)
    }

    private mutating func block(_ header: Header, timeSize: Int) throws(TZifError) -> Block {
        guard header.blockSize(timeSize: timeSize) <= bytes.count - position else { throw .wrongLength }
        var times: [Int64] = []
        for _ in 0..<header.timeCount {
            let time = try number(timeSize)
            guard time >= -(1 << 59), times.last.map({ $0 < time }) ?? true else { throw .badTransition }
            times.append(time)
        }
        let typeNumbers = try take(header.timeCount)
        var offsets: [Int64] = []
        var designations: [Int] = []
        for _ in 0..<header.typeCount {
            let offset = try number(4)
            let flag = try number(1)
            guard offset.magnitude < SpanTable.widestOffset, flag == 0 || flag == 1 else { throw .badType }
            offsets.append(offset)
            designations.append(try Int(number(1)))
        }
        let characters = try take(header.characterCount)
        let lastEnd = characters.lastIndex(of: 0).map { $0 - characters.startIndex } ?? -1
        guard designations.allSatisfy({ $0 <= lastEnd }) else { throw .badType }
        try indicators(header)
        var transitions: [(at: Int64, offset: Int64)] = []
        for (time, type) in zip(times, typeNumbers) {
            guard Int(type) < offsets.count else { throw .badTypeNumber }
            transitions.append((time, offsets[Int(type)]))
        }
        return Block(firstOffset: offsets[0], transitions: transitions)
    }

    private mutating func indicators(_ header: Header) throws(TZifError) {
        let standard = try take(header.counts[1])
        let universal = try take(header.counts[0])
        guard (standard + universal).allSatisfy({ $0 <= 1 }) else { throw .badIndicator }
        guard !universal.contains(1) || standard.count == universal.count, zip(standard, universal).allSatisfy({ $0 >= $1 })
        else { throw .badIndicator }
    }

    /// A TZ string between two line ends; nil when it is empty.
    private mutating func footer(isExtended: Bool) throws(TZifError) -> PosixRule? {
        guard try number(1) == 0x0A, position < bytes.count, bytes[bytes.count - 1] == 0x0A else { throw .wrongLength }
        let text = try take(bytes.count - 1 - position)
        position += 1
        guard !text.isEmpty else { return nil }
        guard let rule = PosixRule(parsing: text, isExtended: isExtended) else { throw .badFooter }
        return rule
    }

    // MARK: Bytes

    private mutating func take(_ count: Int) throws(TZifError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw .wrongLength }
        position += count
        return bytes[position - count..<position]
    }

    /// A number in network byte order; one byte is unsigned, more are two's complement.
    private mutating func number(_ size: Int) throws(TZifError) -> Int64 {
        let value = try take(size).reduce(0) { $0 << 8 | Int64($1) }
        return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : value
    }
}
