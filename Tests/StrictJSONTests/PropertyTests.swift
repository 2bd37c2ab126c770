import StrictJSON
import Testing

/// SplitMix64: the same inputs on every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

struct PropertyTests {
    private func randomText(_ generator: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            let limit: UInt32 = [0x80, 0x800, 0x10000, 0x110000].randomElement(using: &generator) ?? 0x80
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    private func randomValue(_ generator: inout SeededGenerator, depth: Int) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return nil
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64(truncatingIfNeeded: generator.next()) >> Int.random(in: 0..<64, using: &generator))
        case 3:
            let number = Double(bitPattern: generator.next())
            return .number(number.isFinite ? number : 1)
        case 4, 5: return .string(randomText(&generator))
        case 6: return .array((0..<Int.random(in: 0...20, using: &generator)).map { _ in randomValue(&generator, depth: depth - 1) })
        default:
            let count = Int.random(in: 0...20, using: &generator)
            return .object(JSONObject((0..<count).map { _ in (randomText(&generator), randomValue(&generator, depth: depth - 1)) }))
        }
    }

    @Test func whatIsWrittenReadsBackTheSame() throws {
        var generator = SeededGenerator(state: 1)
        for _ in 0..<2_000 {
            let value = randomValue(&generator, depth: 3)
            let text = value.serialized()
            let again = try JSON(parsing: text)
            #expect(again == value)
            #expect(again.serialized() == text)
            #expect(try JSON(parsing: value.serialized(pretty: true)) == value)
        }
    }

    @Test func randomBytesNeverCrash() {
        var generator = SeededGenerator(state: 2)
        let alphabet = Array(#"{}[]":,\u0123456789abcdefDd-+.eEtrulnsy  \"#.utf8)
        for round in 0..<20_000 {
            let count = Int.random(in: 0...(round % 10 == 0 ? 2_048 : 64), using: &generator)
            let bytes: [UInt8] = (0..<count).map { _ in
                round % 2 == 0 ? UInt8.random(in: 0...255, using: &generator) : alphabet.randomElement(using: &generator) ?? 0
            }
            if let value = try? JSON(parsing: bytes) {
                #expect((try? JSON(parsing: value.serialized())) == value)
            }
        }
    }

    @Test func brokenDocumentsNeverCrash() {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<2_000 {
            var bytes: [UInt8] = []
            randomValue(&generator, depth: 3).appendBytes(to: &bytes)
            let position = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[position] = UInt8.random(in: 0...255, using: &generator)
            if let value = try? JSON(parsing: bytes) {
                #expect((try? JSON(parsing: value.serialized())) == value)
            }
            _ = try? JSON(parsing: bytes.prefix(position))
        }
    }

    @Test func manyKeysAndLongNumbersCostLinearTime() throws {
        let keys = (0..<50_000).map { "\"k\($0)\":0" }.joined(separator: ",")
        #expect(try JSON(parsing: "{\(keys)}").objectValue?.count == 50_000)
        #expect(throws: JSONSyntaxError.self) { try JSON(parsing: String(repeating: "7", count: 1_000_000)) }
        #expect(try JSON(parsing: "0." + String(repeating: "3", count: 1_000_000)) == .number(1.0 / 3))
    }
}
