/// A set of the years 1970 to 2199.
struct CronYears: Hashable, Sendable {
    static let all = 1970...2199

    /// What `*` stands for.
    static let every = all.reduce(into: CronYears()) { $0.insert($1) }

    private var words: [UInt64] = [0, 0, 0, 0]

    mutating func insert(_ year: Int) {
        let bit = year - Self.all.lowerBound
        words[bit >> 6] |= 1 << UInt64(bit & 63)
    }

    func contains(_ year: Int) -> Bool {
        guard Self.all.contains(year) else { return false }
        let bit = year - Self.all.lowerBound
        return words[bit >> 6] >> UInt64(bit & 63) & 1 != 0
    }

    /// The first year from one on.
    func first(from year: Int) -> Int? {
        var bit = max(year - Self.all.lowerBound, 0)
        while bit < 256 {
            let rest = words[bit >> 6] >> UInt64(bit & 63)
            guard rest == 0 else { return Self.all.lowerBound + bit + rest.trailingZeroBitCount }
            bit = (bit | 63) + 1
        }
        return nil
    }

    /// The last year up to one.
    func last(through year: Int) -> Int? {
        var bit = min(year - Self.all.lowerBound, 255)
        while bit >= 0 {
            let rest = words[bit >> 6] << UInt64(63 - bit & 63)
            guard rest == 0 else { return Self.all.lowerBound + bit - rest.leadingZeroBitCount }
            bit = (bit & ~63) - 1
        }
        return nil
    }
}
