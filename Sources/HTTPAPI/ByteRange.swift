import HTTPTypes
import Hummingbird

/// One range of bytes (RFC 9110 section 14.1.2).
enum ByteRange: Hashable {
    case from(Int64, through: Int64?)
    case last(Int64)

    /// The range that a request asks for. Nil where it asks for none, for several, or for one that cannot be read: then the header is
    /// ignored, as section 14.2 has it.
    init?(_ request: Request) {
        guard request.method == .get, request.headers[.ifRange] == nil, let field = request.headers[.range] else { return nil }
        self.init(field)
    }

    init?(_ field: String) {
        let parts = field.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let ends = parts[1].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]) else { return nil }
        switch (first, last) {
        case (nil, nil): return nil
        case (nil, let count?): self = .last(count)
        case (let first?, let last):
            if let last, last < first { return nil }
            self = .from(first, through: last)
        }
    }

    /// It holds nothing, however long the whole is.
    var isEmpty: Bool { self == .last(0) }

    /// Where it begins (a negative one counts from the end), and how many bytes of it are told at most.
    func place(longest: Int) -> (offset: Int64, limit: Int) {
        switch self {
        case .from(let first, let last): (first, Int(min(last.map { $0 - first + 1 } ?? .max, Int64(longest))))
        case .last(let count): (-count, Int(min(count, Int64(longest))))
        }
    }

    /// Nil inside: nothing is there. Numbers that no file reaches are all the same.
    private static func number(_ text: Substring) -> Int64?? {
        let digits = text.filter { $0 != " " && $0 != "\t" }
        if digits.isEmpty { return .some(nil) }
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return min(Int64(digits) ?? .max, 1 << 50)
    }
}
