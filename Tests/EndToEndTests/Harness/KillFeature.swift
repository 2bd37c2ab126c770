import Pulses
import TestSupport

/// What the writers of a history ask for beside plain pulses.
enum KillFeature: String, CaseIterable, Sendable {
    /// Retry policies of their own.
    case retries
    /// They call some of their pulses off.
    case cancels
    /// Some pulses need pools, which the daemon's file declares.
    case pools
    /// Some pulses are made together and wait for each other.
    case pipelines

    /// Those that are named, with commas; all where nothing is said.
    static func set(named words: String?) throws -> Set<KillFeature> {
        guard let words else { return Set(allCases) }
        return Set(
            try words.split(separator: ",").map { word in
                guard let feature = KillFeature(rawValue: String(word)) else { throw HarnessError("there is no such part: \(word)") }
                return feature
            })
    }
}

/// The pools of a history.
enum KillPools {
    static let limits = [
        "one": PoolLimits(capacity: 1), "three": PoolLimits(capacity: 3),
        "slow": PoolLimits(rate: PoolLimits.Rate(count: 3, window: .seconds(1))),
    ]

    /// What the daemon's file says of them.
    static let file = """
        pools:
          one: 1
          three: 3
          slow: {rate: 3/second}

        """

    /// The pools as a child is told of them, which holds a lock on one of the places: those with a capacity.
    static func places(_ names: [String]) -> [String] {
        names.compactMap { name in limits[name]?.capacity.map { "\(name):\($0)" } }
    }

    /// What some pulse needs; mostly nothing.
    static func some(_ random: inout SeededGenerator) -> [String] {
        guard random.chance(30) else { return [] }
        return [["one"], ["three"], ["slow"], ["slow"], ["slow"], ["one", "three"]].randomElement(using: &random) ?? []
    }
}
