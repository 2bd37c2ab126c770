package import Logging
package import Recurrence

/// One message with all that is kept of it.
package struct LogRecord: Sendable {
    package var instant: Instant
    package var level: Logger.Level
    package var label: String
    package var message: String
    package var metadata: Logger.Metadata

    package init(instant: Instant, level: Logger.Level, label: String, message: String, metadata: Logger.Metadata) {
        self.instant = instant
        self.level = level
        self.label = label
        self.message = message
        self.metadata = metadata
    }

    /// More of one text is not kept, so that one message cannot fill the log.
    static let textLimit = 16 * 1024

    /// The text, cut at a character boundary; says how much is missing.
    static func cut(_ text: String) -> String {
        let count = text.utf8.count
        guard count > textLimit else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: textLimit)
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        let kept = text[..<end]
        return kept + "… (\(count - kept.utf8.count) bytes more)"
    }

    /// The metadata by name, in order, as texts.
    var fields: [(name: String, text: String)] {
        metadata.sorted { $0.key < $1.key }.map { ($0.key, Self.cut($0.value.description)) }
    }
}
