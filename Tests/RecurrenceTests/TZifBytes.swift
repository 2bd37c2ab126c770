/// A TZif file in the making; sound unless a test makes it otherwise.
struct TZifBytes {
    var version: UInt8 = 0x32
    var times: [Int64] = []
    var typeNumbers: [UInt8] = []
    var types: [(offset: Int32, flag: UInt8, designation: UInt8)] = [(0, 0, 0)]
    var designations = "UTC\0"
    var standard: [UInt8] = []
    var universal: [UInt8] = []
    var leapSeconds: [(at: Int64, correction: Int32)] = []
    var footer = "UTC0"
    /// Whether the 32-bit block holds the data too, instead of next to nothing.
    var isFat = false

    var bytes: [UInt8] {
        guard version > 0 else { return header() + block(timeSize: 4) }
        var narrow = TZifBytes(version: version, designations: "\0")
        if isFat {
            narrow = self
            narrow.times = times.map { max($0, Int64(Int32.min)) }
        }
        return narrow.header() + narrow.block(timeSize: 4) + header() + block(timeSize: 8) + Array("\n\(footer)\n".utf8)
    }

    func header() -> [UInt8] {
        let counts = [universal.count, standard.count, leapSeconds.count, times.count, types.count, designations.utf8.count]
        return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts.flatMap { Self.number(Int64($0), 4) }
    }

    func block(timeSize: Int) -> [UInt8] {
        times.flatMap { Self.number($0, timeSize) } + typeNumbers
            + types.flatMap { Self.number(Int64($0.offset), 4) + [$0.flag, $0.designation] } + Array(designations.utf8)
            + leapSeconds.flatMap { Self.number($0.at, timeSize) + Self.number(Int64($0.correction), 4) } + standard + universal
    }

    static func number(_ value: Int64, _ size: Int) -> [UInt8] {
        (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
}

extension TZifBytes {
    // The examples of RFC 9636, appendix B.

    /// B.1, with the first of its 27 leap seconds.
    static let utcWithLeapSeconds = TZifBytes(version: 0, standard: [0], universal: [0], leapSeconds: [(78_796_800, 1)])

    /// B.2.
    static let honolulu = TZifBytes(
        times: [-2_334_101_314, -1_157_283_000, -1_155_436_200, -880_198_200, -769_395_600, -765_376_200, -712_150_200],
        typeNumbers: [1, 2, 1, 3, 4, 1, 5],
        types: [(-37_886, 0, 0), (-37_800, 0, 4), (-34_200, 1, 8), (-34_200, 1, 12), (-34_200, 1, 16), (-36_000, 0, 4)],
        designations: "LMT\0HST\0HDT\0HWT\0HPT\0", standard: [0, 0, 0, 0, 1, 0], universal: [0, 0, 0, 0, 1, 0], footer: "HST10",
        isFat: true)

    /// B.3, which ends in 2004 and has no footer.
    static let johnston = TZifBytes(
        times: [
            -2_334_101_314, -1_157_283_000, -1_155_436_200, -880_198_200, -769_395_600, -765_376_200, -712_150_200, 1_087_344_000,
        ],
        typeNumbers: [2, 3, 2, 4, 5, 2, 6, 1],
        types: [(-37_886, 0, 4), (0, 0, 0), (-37_800, 0, 8), (-34_200, 1, 12), (-34_200, 1, 16), (-34_200, 1, 20), (-36_000, 0, 8)],
        designations: "-00\0LMT\0HST\0HDT\0HWT\0HPT\0", footer: "")

    /// B.4, which begins in 2038.
    static let jerusalem = TZifBytes(
        version: 0x33, times: [2_145_916_800], typeNumbers: [1], types: [(0, 0, 0), (7200, 0, 4)], designations: "-00\0IST\0",
        footer: "IST-2IDT,M3.4.4/26,M10.5.0")

    /// B.5, with leap seconds and their expiry.
    static let london = TZifBytes(
        version: 0x34, times: [1_640_995_227], typeNumbers: [1], types: [(0, 0, 0), (0, 0, 4)], designations: "-00\0GMT\0",
        leapSeconds: [(1_483_228_826, 27), (1_719_532_827, 27)], footer: "GMT0BST,M3.5.0/1,M10.5.0")
}
