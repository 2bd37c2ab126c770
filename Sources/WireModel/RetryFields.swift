package import StrictJSON

/// `retry`: how often and how soon a pulse that fails is tried again. The same shape is asked for and shown; durations are as a person
/// writes them.
package struct RetryFields: Hashable, Sendable {
    package var attempts: Int64?
    package var backoff: Backoff?
    package var delay: String?
    package var maxDelay: String?
    package var window: String?
    package var fatal: [String]?
    package var transient: [String]?

    /// `exponential`, `fixed`, or a list of waits.
    package enum Backoff: Hashable, Sendable {
        case kind(String)
        case list([String])
    }

    package init(
        attempts: Int64? = nil, backoff: Backoff? = nil, delay: String? = nil, maxDelay: String? = nil, window: String? = nil,
        fatal: [String]? = nil, transient: [String]? = nil
    ) {
        self.attempts = attempts
        self.backoff = backoff
        self.delay = delay
        self.maxDelay = maxDelay
        self.window = window
        self.fatal = fatal
        self.transient = transient
    }

    package init(reading reader: inout JSONReader) {
        attempts = reader.optional("attempts", as: .integer)
        backoff = reader.optional("backoff", as: .backoff)
        delay = reader.optional("delay", as: .string)
        maxDelay = reader.optional("max_delay", as: .string)
        window = reader.optional("window", as: .string)
        fatal = reader.optional("fatal", as: .stringArray)
        transient = reader.optional("transient", as: .stringArray)
    }

    /// Without the fields that are nil.
    package var json: JSON {
        var object = JSONObject()
        object["attempts"] = attempts.map(JSON.integer)
        switch backoff {
        case .kind(let kind): object["backoff"] = .string(kind)
        case .list(let waits): object["backoff"] = JSON(waits)
        case nil: break
        }
        object["delay"] = delay.map(JSON.string)
        object["max_delay"] = maxDelay.map(JSON.string)
        object["window"] = window.map(JSON.string)
        object["fatal"] = fatal.map { JSON($0) }
        object["transient"] = transient.map { JSON($0) }
        return .object(object)
    }
}

extension JSONFieldType where Value == RetryFields.Backoff {
    fileprivate static var backoff: JSONFieldType<RetryFields.Backoff> {
        JSONFieldType(expected: "a string or a list of strings") { value in
            if let kind = value.stringValue { return .kind(kind) }
            guard let list = value.arrayValue else { return nil }
            let waits = list.compactMap(\.stringValue)
            return waits.count == list.count ? .list(waits) : nil
        }
    }
}
