/// Texts that are nearly right, and bytes that are nothing: the same for a seed.
struct FuzzInputs {
    private var generator: AgreementExpressions

    init(seed: UInt64) { generator = AgreementExpressions(seed: seed) }

    private static let corpus = [
        "30 2 * * *", "*/15 9-17 * * MON-FRI", "0 0 29 2 *", "CRON_TZ=Europe/Berlin 0 9 L-3W * ?", "0 0 0 ? * FRI#2 2030-2040/3",
        "H H(1-5) * * +FRIL", "0,30 8-18/2 1,15 */3 *", "@daily", "@every 1h30m", "@every 1h/15m", "every 90 minutes", "every day",
        "@reboot", "PT5M", "P1Y2M3DT4H5M6.5S", "in 5 minutes", "in 1 hour, 30 minutes and 5 seconds", "2 hours from now",
        "tomorrow at 9am", "day after tomorrow at noon", "next friday 17:30:05", "at 9", "half an hour", "@1768899600",
        "2026-03-29T02:30:00", "2026-01-20T09:00:00.123+02:00[Europe/Paris]", "03/04/2025", "20260120T090000Z", "1h 30m", "500ms",
        "mon-fri 09:00-18:00", "22:00-06:00", "sat,sun 00:00-24:00", "Europe/Berlin", "America/Argentina/Buenos_Aires", "EST5EDT",
        "../../etc/passwd", "GMT+2", "", " ", "now",
    ]

    private static let pieces = [
        "*", "?", "L", "LW", "W", "#", "+", "H", "H(", ")", "-", "/", ",", "@", "0", "7", "59", "60", "1970", "2199",
        "99999999999999999999",
        "9223372036854775807", "-1", "1.5", "*/90", "1-5", "FRI-MON", "JAN", "sunday", "6#5", "5L", "L-30", "CRON_TZ=", "TZ=",
        "America/New_York", "@every ", "every ", "in ", "next ", "T", "Z", "P", "PT", "[", "]", ":", ".", "am", "24:00", "d", "months",
        "year", "and", "\t", " ", "  ", "\n", "\r\n", "\0", "\u{a0}", "\u{feff}", "é", "ı", "ſ", "\u{301}", "👩‍👩‍👧", "１", "٣", "−",
    ]

    private static let words = [
        "in", "now", "from now", "+", "-", "@", "at", "today", "tomorrow", "day after tomorrow", "next", "friday", "noon", "midnight", "am",
        "pm", "9", "9:15", "17:30:05", "99999999999999999999", "9223372036854775807", "0", "1.5", "s", "m", "h", "d", "w", "month", "years",
        "and", ",", "a", "an", "half", "hour", "P", "PT", "T", "P1Y", "5M", "2026-01-20", "9999-12-31", "0001-01-01", "T09:00",
        "T23:59:59", ".123", "Z", "+02:00", "-23:59", "[Europe/Paris]", "[", "]", "\u{a0}", "é", "\0", "/", ".", ":", "every", "@every",
        "mon", "fri-mon", "22:00-06:00",
    ]

    /// An input, most of them short, one of some thousands up to a megabyte.
    mutating func next() -> String {
        switch generator.number(0..<10) {
        case 0: return String(decoding: bytes(generator.number(0..<60)), as: UTF8.self)
        case 1: return (0..<generator.number(0..<9)).map { _ in generator.pick(Self.pieces) }.joined(separator: generator.pick(["", " "]))
        case 2: return (0..<generator.number(0..<8)).map { _ in generator.pick(Self.words) }.joined(separator: generator.pick(["", " "]))
        case 3 where generator.number(0..<400) == 0: return long()
        case 3: return generator.mutated(generator.expression())
        default: return mutatedBytes()
        }
    }

    private mutating func mutatedBytes() -> String {
        var bytes = Array((generator.chance(40) ? generator.pick(Self.corpus) : generator.expression()).utf8)
        for _ in 0..<generator.pick([0, 0, 1, 1, 1, 2, 4]) {
            let place = generator.number(0..<bytes.count + 1)
            let end = generator.number(place..<bytes.count + 1)
            switch generator.number(0..<7) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(generator.number(0..<8))
            case 1 where place < bytes.count: bytes[place] = UInt8(generator.number(0..<256))
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4: bytes.insert(contentsOf: generator.pick(Self.corpus).utf8, at: place)
            default: bytes.insert(contentsOf: generator.pick(Self.pieces).utf8, at: place)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Around the bound of 512 bytes, and far beyond it.
    private mutating func long() -> String {
        let size = generator.pick([510, 511, 512, 513, 600, 4096, 100_000, 1_000_000])
        if generator.chance(20) { return String(decoding: bytes(size), as: UTF8.self) }
        let unit = generator.pick(Self.pieces + Self.corpus.filter { $0 != "" })
        return String(repeating: unit, count: size / unit.utf8.count)
    }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.random.next()) }
    }
}
