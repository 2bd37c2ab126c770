import Foundation
package import Recurrence

/// What the clocks of the person at the terminal show: the offset from UTC and the name that goes with it, `CET`.
package struct LocalTime: Sendable {
    package let lookUp: @Sendable (Instant) -> (offset: Int, name: String)

    package init(lookUp: @escaping @Sendable (Instant) -> (offset: Int, name: String)) {
        self.lookUp = lookUp
    }

    /// The C library's: `TZ`, else the machine's zone. It knows the short names, which ICU has for few zones.
    package static let system: LocalTime = {
        tzset()
        return LocalTime { instant in
            var seconds = time_t(instant.seconds)
            var parts = tm()
            guard localtime_r(&seconds, &parts) != nil, let name = parts.tm_zone else { return (0, "UTC") }
            let text = String(cString: name)
            let isNumber = text.hasPrefix("+") || text.hasPrefix("-")
            return (Int(parts.tm_gmtoff), isNumber ? "UTC\(text)" : text)
        }
    }()
}
