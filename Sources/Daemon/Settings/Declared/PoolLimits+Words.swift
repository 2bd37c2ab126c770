import ControlPlane
import Pulses

extension PoolLimits {
    /// `4 at once, 10 per minute, 500 a day (Europe/Berlin)`
    var words: String {
        let parts = [
            capacity.map { "\($0) at once" }, rate.map { "\($0.count) per \($0.unit)" }, daily.map { "\($0) a day (\(zone))" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
