/// How much later than its nominal time a fire runs, so that schedules of the same time do not all run at once.
///
/// The delay is drawn from the schedule and the nominal time: it is the same after a restart and on every replica.
public enum Jitter {
    /// Milliseconds from the nominal time to the fire: 0 to below `jitterMilliseconds`, and always before the following
    /// nominal time.
    ///
    /// - Parameters:
    ///   - schedule: the schedule's id or name.
    ///   - nominal: unix seconds.
    ///   - following: unix seconds of the next nominal time; nil when there is none.
    ///   - jitterMilliseconds: the longest delay; zero or less means none.
    public static func offset(schedule: String, nominal: Int64, following: Int64?, jitterMilliseconds: Int64) -> Int64 {
        let room = min(jitterMilliseconds, following.map { milliseconds(from: nominal, to: $0) } ?? .max)
        guard room > 0 else { return 0 }
        return Int64(StableDraw.number(below: UInt64(room), schedule: schedule, subject: String(nominal)))
    }

    /// Saturates.
    private static func milliseconds(from nominal: Int64, to following: Int64) -> Int64 {
        let (distance, overflow) = following.subtractingReportingOverflow(nominal)
        guard !overflow, !distance.multipliedReportingOverflow(by: 1000).overflow else { return following < nominal ? .min : .max }
        return distance * 1000
    }
}
