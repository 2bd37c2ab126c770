package import Logging
package import Recurrence

/// The handler behind every `Logger` of the process.
package struct LineLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let output: LogOutput
    private let now: @Sendable () -> Instant
    /// Set where one logger has a level of its own.
    private var ownLevel: Logger.Level?

    package init(label: String, output: LogOutput, metadataProvider: Logger.MetadataProvider? = nil, now: @escaping @Sendable () -> Instant)
    {
        self.label = label
        self.output = output
        self.metadataProvider = metadataProvider
        self.now = now
    }

    package var logLevel: Logger.Level {
        get { ownLevel ?? output.level }
        set { ownLevel = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = metadata
        if let provider = metadataProvider { fields.merge(provider.get()) { _, new in new } }
        if let own = event.metadata { fields.merge(own) { _, new in new } }
        if let error = event.error { fields["error"] = "\(error)" }
        output.write(LogRecord(instant: now(), level: event.level, label: label, message: event.message.description, metadata: fields))
    }
}
