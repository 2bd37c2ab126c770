import Recurrence

extension Instant {
    /// RFC 3339 in UTC, always with milliseconds.
    var wire: String {
        let text = description
        return text.utf8.contains(UInt8(ascii: ".")) ? text : "\(text.dropLast()).000Z"
    }

    /// As `datetime.isoformat()` of Python writes a time in UTC: six digits of a fraction, or none.
    var pythonic: String {
        let text = description.dropLast()
        return text.utf8.contains(UInt8(ascii: ".")) ? "\(text)000+00:00" : "\(text)+00:00"
    }
}
