import Testing

@testable import Recurrence

struct TZifReaderTests {
    private func zone(_ file: TZifBytes) throws -> Zone {
        Zone(identifier: "Test/Zone", table: try TZifReader.table(reading: file.bytes))
    }

    private func offsets(_ zone: Zone, _ seconds: [Int64]) -> [Int64] {
        seconds.map { zone.span(at: $0).offset }
    }

    // MARK: The examples of RFC 9636

    @Test func readsHonolulu() throws {
        for version in [UInt8(0), 0x32, 0x33, 0x34] {
            var file = TZifBytes.honolulu
            file.version = version
            if version == 0 {
                file.times.removeFirst()
                file.typeNumbers.removeFirst()
            }
            let zone = try zone(file)
            #expect(
                offsets(zone, [-1_157_283_001, -1_157_283_000, -1_155_436_201, -1_155_436_200]) == [
                    version == 0 ? -37_886 : -37_800, -34_200, -34_200, -37_800,
                ])
            // 1942 to 1945 two types in a row have the same offset: one span.
            #expect(zone.span(at: -769_395_600) == Zone.Span(from: -880_198_200, until: -765_376_200, offset: -34_200))
            #expect(offsets(zone, [-712_150_200, 0, 1 << 32, 253_402_300_799, .max]) == Array(repeating: -36_000, count: 5))
            #expect(offsets(zone, [.min, -2_334_101_315]) == [-37_886, -37_886])
        }
    }

    @Test func keepsTheLastOffsetWithoutAFooter() throws {
        let zone = try zone(.johnston)
        #expect(offsets(zone, [1_087_343_999, 1_087_344_000, 253_402_300_799]) == [-36_000, 0, 0])
        #expect(zone.span(at: .max) == Zone.Span(from: 1_087_344_000, until: .max, offset: 0))
    }

    @Test func followsTheFooterOfJerusalem() throws {
        let zone = try zone(.jerusalem)
        let cases: [(String, Int)] = [
            ("2037-12-31T23:59:59Z", 0), ("2038-01-01T00:00:00Z", 7200),
            // 26:00 of the fourth Thursday of March is 2:00 of the next day, which need not be the fourth Friday.
            ("2038-03-25T23:59:59Z", 7200), ("2038-03-26T00:00:00Z", 10_800), ("2038-10-30T22:59:59Z", 10_800),
            ("2038-10-30T23:00:00Z", 7200), ("9999-03-26T00:00:00Z", 10_800), ("9999-03-25T23:59:59Z", 7200),
        ]
        for (text, offset) in cases {
            #expect(zone.offset(at: try instant(text)) == offset, "\(text)")
        }
    }

    @Test(arguments: [TZifBytes.utcWithLeapSeconds, .london])
    func refusesLeapSeconds(file: TZifBytes) {
        #expect(throws: TZifError.leapSeconds) { try TZifReader.table(reading: file.bytes) }
    }

    @Test func aFooterWithoutTransitionsHoldsForThePastToo() throws {
        let zone = try zone(TZifBytes(types: [(-18_000, 0, 0)], designations: "EST\0", footer: "EST5EDT,M3.2.0,M11.1.0"))
        #expect(zone.offset(at: try instant("2026-07-01T00:00:00Z")) == -14_400)
        #expect(zone.offset(at: try instant("1926-07-01T00:00:00Z")) == -14_400)
        #expect(zone.offset(at: try instant("1926-01-01T00:00:00Z")) == -18_000)
        #expect(zone.offset(at: .distantPast) == -18_000)
    }

    // MARK: Damage

    static let damaged: [(TZifError, @Sendable (inout TZifBytes) -> Void)] = [
        (.unknownVersion, { $0.version = 0x31 }), (.unknownVersion, { $0.version = 0x35 }),
        (.badTransition, { $0.times[3] = $0.times[2] }), (.badTransition, { $0.times[0] = -(1 << 59) - 1 }),
        (.badTypeNumber, { $0.typeNumbers[6] = 6 }), (.badType, { $0.types[2].offset = 93_600 }),
        (.badType, { $0.types[2].offset = -93_600 }), (.badType, { $0.types[2].offset = .min }), (.badType, { $0.types[0].flag = 2 }),
        (.badType, { $0.types[0].designation = 20 }), (.badType, { $0.designations = "LMT\0HST\0HDT\0HWT\0HPT!" }),
        (.badCount, { $0.standard.removeLast() }), (.badCount, { $0.universal.append(0) }), (.badCount, { $0.types = [] }),
        (.badCount, { $0.designations = "" }), (.badIndicator, { $0.standard[0] = 2 }), (.badIndicator, { $0.universal[0] = 1 }),
        (.badIndicator, { $0.standard = [] }), (.badFooter, { $0.footer = "HST" }), (.badFooter, { $0.footer = "HST10\n" }),
        (.contradictingFooter, { $0.footer = "HST9" }), (.leapSeconds, { $0.leapSeconds = [(78_796_800, 1)] }),
    ]

    @Test(arguments: damaged.indices)
    func refusesWhatTheFormatForbids(number: Int) {
        var file = TZifBytes.honolulu
        file.isFat = false
        Self.damaged[number].1(&file)
        #expect(throws: Self.damaged[number].0) { try TZifReader.table(reading: file.bytes) }
    }

    @Test func refusesOtherFilesAndLongerOnes() {
        #expect(throws: TZifError.wrongLength) { try TZifReader.table(reading: []) }
        #expect(throws: TZifError.notTimeZoneData) { try TZifReader.table(reading: Array("# tzdb timezone descriptions".utf8)) }
        #expect(throws: TZifError.wrongLength) { try TZifReader.table(reading: TZifBytes.honolulu.bytes + [0]) }
        #expect(throws: TZifError.wrongLength) { try TZifReader.table(reading: TZifBytes(version: 0).bytes + [0x0A]) }
        #expect(throws: TZifError.tooLarge) {
            try TZifReader.table(reading: [UInt8](repeating: 0x54, count: TZifReader.sizeLimit + 1))
        }
        var other = TZifBytes.honolulu.bytes
        other[151] = 0x33
        #expect(throws: TZifError.unknownVersion) { try TZifReader.table(reading: other) }
        var reserved = TZifBytes.honolulu.bytes
        reserved[19] = 1
        #expect(throws: TZifError.unknownVersion) { try TZifReader.table(reading: reserved) }
    }

    @Test(arguments: [TZifBytes.honolulu, .johnston, .jerusalem])
    func everyTruncationIsRefused(file: TZifBytes) {
        let bytes = file.bytes
        for length in bytes.indices {
            #expect(throws: TZifError.self, "\(length) bytes") { try TZifReader.table(reading: Array(bytes.prefix(length))) }
        }
    }

    @Test(arguments: [TZifBytes.honolulu, .johnston, .jerusalem])
    func noFlippedBitCrashesOrMakesSpansThatDoNotFit(file: TZifBytes) {
        let bytes = file.bytes
        for place in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[place] ^= 1 << bit
                read(flipped)
            }
        }
    }

    @Test func noBytesCrash() {
        var generator = SeededGenerator(state: 9636)
        for _ in 0..<20_000 {
            var bytes = [TZifBytes.honolulu, .johnston, .jerusalem].randomElement(using: &generator)?.bytes ?? []
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = [0, 0xFF, 0x7F, 0x80, UInt8.random(in: 0...255, using: &generator)].randomElement(using: &generator) ?? 0
            }
            read(bytes)
        }
    }

    /// Whatever is accepted has spans that follow each other over all of time.
    private func read(_ bytes: [UInt8]) {
        guard let table = try? TZifReader.table(reading: bytes) else { return }
        let ends = [Int64.min, .min + 1, -1 << 40, 0, 1 << 31, 1 << 32, 253_402_300_799, .max - 1, .max]
        #expect(ends.allSatisfy { $0 == .max || table.span(at: $0).contains($0) })
        var span = table.span(at: -1 << 32)
        for _ in 0..<1000 where span.until != .max {
            let next = table.span(at: span.until)
            guard next.from == span.until, next.offset != span.offset, next.until > next.from, abs(next.offset) < 93_600 else {
                Issue.record("\(next) comes after \(span)")
                return
            }
            span = next
        }
    }
}
