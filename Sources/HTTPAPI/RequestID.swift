import Synchronization

/// Names for requests: 16 hexadecimal digits, each other than those before it, from a random beginning.
///
/// No secret depends on them, so the system is asked for random bits once alone.
enum RequestID {
    private static let start = UInt64.random(in: .min ... .max)
    private static let count = Atomic<UInt64>(0)

    static func next() -> String {
        // An odd step goes through all numbers before one comes again.
        let number = start &+ count.wrappingAdd(0x9e37_79b9_7f4a_7c15, ordering: .relaxed).newValue
        return String(unsafeUninitializedCapacity: 16) { digits in
            for index in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - index * 4)) & 15
                digits[index] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            }
            return 16
        }
    }
}
