/// The offsets of a zone, as spans in the order of time. Immutable; shared by the zones that are made of it.
///
/// Instants of 1970 to 2105 (32 bits without a sign) are found by an index, those before by bisection, those after the
/// table by what follows it.
final class SpanTable: Sendable {
    /// What comes after the last transition.
    enum Tail: Sendable {
        /// The last offset for ever.
        case constant
        /// The rule of a TZif file's footer. Without any transition it holds for the past too.
        case rule(PosixRule)
        /// The last 400 years of the table over and over: the cycle of the Gregorian calendar. The last transition ends the
        /// table.
        case cycle
    }

    /// No offset is as large (RFC 9636 section 3.2 has -24:59:59 to 25:59:59). In seconds.
    static let widestOffset: Int64 = 93_600

    /// Where the index ends: 2106-02-07T06:28:16Z.
    static let indexEnd: Int64 = 1 << 32

    /// The seconds of 400 Gregorian years.
    static let cycleLength: Int64 = 146_097 * 86_400

    /// Each place of the index stands for 2^23 seconds (97 days).
    private static let indexShift: Int64 = 23

    /// Each ends where the next begins; neighbours have different offsets. They reach over the whole index.
    private let spans: [Zone.Span]
    /// The number of the span at the first second of each place.
    private let index: [UInt32]
    private let tail: Tail
    let fingerprint: UInt64

    /// - Parameters:
    ///   - offset: seconds ahead of UTC before the first transition.
    ///   - transitions: in the order of time; the offset holds from that second on.
    init(offset: Int64, transitions: [(at: Int64, offset: Int64)], tail: Tail) {
        var spans = SpanList()
        var from = Int64.min
        var offset = offset
        for transition in transitions {
            spans.append(from: from, until: transition.at, offset: offset)
            (from, offset) = transition
        }
        switch tail {
        case .constant:
            spans.append(from: from, until: .max, offset: offset)
        case .cycle:
            break
        case .rule(let rule):
            var span = rule.span(at: transitions.isEmpty ? 0 : from)
            spans.append(from: max(span.from, from), until: span.until, offset: span.offset)
            while span.until < Self.indexEnd {
                span = rule.span(at: span.until)
                spans.append(from: span.from, until: span.until, offset: span.offset)
            }
        }
        self.spans = spans.spans
        self.tail = tail
        index = Self.index(of: spans.spans)
        fingerprint = Self.fingerprint(of: spans.spans)
    }

    @inline(__always)
    func span(at seconds: Int64) -> Zone.Span {
        guard UInt64(bitPattern: seconds) < UInt64(Self.indexEnd) else { return unindexedSpan(at: seconds) }
        var number = Int(index[Int(seconds >> Self.indexShift)])
        while spans[number].until <= seconds {
            number += 1
        }
        return spans[number]
    }

    private func unindexedSpan(at seconds: Int64) -> Zone.Span {
        let last = spans[spans.count - 1]
        if seconds >= last.until || seconds < spans[0].from {
            switch tail {
            case .constant: return last
            case .rule(let rule): return rule.span(at: seconds)
            case .cycle: return cycledSpan(at: seconds, end: last.until)
            }
        }
        var low = 0
        var high = spans.count - 1
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].until <= seconds {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return spans[low]
    }

    private func cycledSpan(at seconds: Int64, end: Int64) -> Zone.Span {
        let seconds = min(seconds, PosixRule.horizon)
        let distance = ((seconds - end) / Self.cycleLength + 1) * Self.cycleLength
        let span = span(at: seconds - distance)
        let until = span.until + distance
        return Zone.Span(from: span.from + distance, until: until > PosixRule.horizon ? .max : until, offset: span.offset)
    }

    private static func index(of spans: [Zone.Span]) -> [UInt32] {
        var number = 0
        return (0..<indexEnd >> indexShift).map { place in
            while spans[number].until <= place << indexShift {
                number += 1
            }
            return UInt32(number)
        }
    }

    /// FNV-1a over 64-bit words: when offsets begin, and which.
    private static func fingerprint(of spans: [Zone.Span]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for span in spans where span.until > 0 && span.from < indexEnd {
            for word in [max(span.from, 0), span.offset] {
                hash = (hash ^ UInt64(bitPattern: word)) &* 0x100_0000_01b3
            }
        }
        return hash
    }
}

/// Spans in the making: neighbours with one offset become one.
private struct SpanList {
    private(set) var spans: [Zone.Span] = []

    mutating func append(from: Int64, until: Int64, offset: Int64) {
        guard from < until else { return }
        let offset = min(max(offset, 1 - SpanTable.widestOffset), SpanTable.widestOffset - 1)
        var from = from
        if let last = spans.last, last.offset == offset {
            from = last.from
            spans.removeLast()
        }
        spans.append(Zone.Span(from: from, until: until, offset: offset))
    }
}
