import Pulses
import Recurrence
import StrictJSON

/// What stands in the lock file: who holds it, and below that the last word of one that ended out of order.
///
/// An orderly end empties the file, so a holder in it that lives no more is a crash. Whoever takes the lock then carries it along
/// (`earlier`) until it is on record in the store: a second crash in between loses nothing.
struct LockContent: Hashable, Sendable {
    /// Nil once an orderly end has left the lock.
    var holder: LockHolder?
    /// A daemon that ended out of order before and is not on record yet.
    var earlier: DeadLife?
    /// How the holder itself ended.
    var end: LifeEnd?

    /// One line of JSON for the holder, and one for its end, which `LastWord` writes too; nothing where there is nothing to tell.
    var bytes: [UInt8] {
        var object = holder?.json.objectValue ?? [:]
        if let earlier { object["earlier"] = earlier.json }
        guard !object.isEmpty else { return [] }
        let lines = [JSON.object(object)] + (end.map { [$0.json] } ?? [])
        return Array(lines.map { $0.serialized() + "\n" }.joined().utf8)
    }

    init(holder: LockHolder?, earlier: DeadLife? = nil, end: LifeEnd? = nil) {
        self.holder = holder
        self.earlier = earlier
        self.end = end
    }

    /// Nil where the file is empty, holds something else, or is being written.
    init?(parsing bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, let value = try? JSON(parsing: Array(first)) else { return nil }
        self.init(
            holder: LockHolder(value), earlier: value["earlier"].flatMap { DeadLife($0) },
            end: lines.dropFirst().first.flatMap { (try? JSON(parsing: Array($0))).flatMap { LifeEnd($0) } })
    }

    /// The daemon that this file tells the crash of, seen from a time at which nobody holds the lock.
    ///
    /// - Parameter touchedAt: when the file was last written.
    func crashed(touchedAt: Instant) -> DeadLife? {
        guard let holder, holder.role == .daemon else { return earlier }
        return DeadLife(holder: holder, end: end, seenAt: max(end?.at ?? touchedAt, holder.startedAt))
    }
}

/// The last word of a process.
struct LifeEnd: Hashable, Sendable {
    var at: Instant
    /// `signal` or `error`.
    var cause: Crash.Cause

    init(at: Instant, cause: Crash.Cause) {
        self.at = at
        self.cause = cause
    }

    var json: JSON {
        switch cause {
        case .signal(let number): ["signal": .integer(Int64(number)), "at_ms": .integer(at.milliseconds)]
        case .error(let text): ["error": .string(text), "at_ms": .integer(at.milliseconds)]
        case .machine, .unknown: .null
        }
    }

    init?(_ value: JSON) {
        guard let at = value["at_ms"]?.integerValue else { return nil }
        if let number = value["signal"]?.integerValue.flatMap(Int32.init(exactly:)) {
            self.init(at: Instant(milliseconds: at), cause: .signal(number))
        } else if let text = value["error"]?.stringValue {
            self.init(at: Instant(milliseconds: at), cause: .error(text))
        } else {
            return nil
        }
    }
}

/// A daemon that ended out of order.
struct DeadLife: Hashable, Sendable {
    var holder: LockHolder
    var end: LifeEnd?
    /// The last sign of it, as far as the lock file tells.
    var seenAt: Instant

    init(holder: LockHolder, end: LifeEnd?, seenAt: Instant) {
        self.holder = holder
        self.end = end
        self.seenAt = seenAt
    }

    var json: JSON {
        var object = holder.json.objectValue ?? [:]
        object["seen_at"] = .string(seenAt.description)
        if let end { object["end"] = end.json }
        return .object(object)
    }

    init?(_ value: JSON) {
        guard let holder = LockHolder(value), let seenAt = value["seen_at"]?.stringValue.flatMap(Instant.init(rfc3339:)) else { return nil }
        self.init(holder: holder, end: value["end"].flatMap { LifeEnd($0) }, seenAt: seenAt)
    }
}
