import Pulses

/// The specs of pulses that were just made, so that a claim soon after need not read them from text again.
///
/// One place for each id modulo the size, the newest wins: bounded, and nothing to look after. A spec enters only once its transaction is
/// durable, since an id that was rolled back is given to another pulse. It belongs to the writer's thread.
struct SpecCache {
    private static let places = 1024
    /// A text of more bytes is not kept: 4 MiB in all at most.
    private static let largest = 4096

    private var kept = [(id: Int64, spec: PulseSpec)?](repeating: nil, count: places)
    private var made: [(id: Int64, spec: PulseSpec)] = []

    mutating func noteMade(_ id: Int64, _ spec: PulseSpec, bytes: Int) {
        if bytes <= Self.largest { made.append((id, spec)) }
    }

    /// The transaction is durable (or is gone: then what it made never was).
    mutating func settle(isDurable: Bool) {
        if isDurable {
            for entry in made.suffix(Self.places) { kept[Int(entry.id % Int64(Self.places))] = entry }
        }
        made.removeAll(keepingCapacity: true)
    }

    func find(_ id: Int64) -> PulseSpec? {
        guard let entry = kept[Int(id % Int64(Self.places))], entry.id == id else { return nil }
        return entry.spec
    }

    /// Its spec is another one from now on, whether or not it is durable already.
    mutating func drop(_ id: Int64) {
        forget(id)
        made.removeAll { $0.id == id }
    }

    /// Who claims a pulse takes its spec along.
    mutating func forget(_ id: Int64) {
        let place = Int(id % Int64(Self.places))
        if kept[place]?.id == id { kept[place] = nil }
    }
}
