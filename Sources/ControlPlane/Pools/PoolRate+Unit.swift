package import Pulses
import Recurrence

extension PoolLimits.Rate {
    /// The length of time that is counted, as one says it: `minute`.
    package var unit: String {
        switch window {
        case .seconds(1): "second"
        case .seconds(60): "minute"
        case .seconds(3600): "hour"
        default: HumanDuration.format(window)
        }
    }
}
