/// Where zones come from.
public protocol ZoneSource: Sendable {
    /// The zone of an IANA name; links are accepted.
    /// - Throws: `unknownZone` for anything else: abbreviations, offsets, paths.
    func zone(named name: String) throws(TimeError) -> Zone
}
