import Recurrence
package import StrictJSON

/// What stores keep of a pause, as one text.
extension Pause {
    /// The text, UTF-8.
    package var stored: [UInt8] {
        var text = JSONObjectText()
        text.add("kind", kind.rawValue)
        text.add("by", by)
        if let why { text.add("why", why) }
        text.add("since", since.milliseconds)
        if let until { text.add("until", until.milliseconds) }
        return text.finish()
    }

    /// Reads a stored pause; nil where it is not one.
    package init?(document: JSON) {
        guard let kind = document["kind"]?.stringValue.flatMap(Kind.init(rawValue:)), let by = document["by"]?.stringValue,
            let since = document["since"]?.integerValue
        else { return nil }
        self.init(
            kind: kind, by: by, why: document["why"]?.stringValue, since: Instant(milliseconds: since),
            until: document["until"]?.integerValue.map { Instant(milliseconds: $0) })
    }
}
