import Pulses

extension ScheduleCheck {
    private static let year = Duration.seconds(366 * 86_400)
    private static let countLimit: ClosedRange<Int64> = 1...10_000

    /// What it does when things do not go as planned.
    func policies(_ request: ScheduleRequest, _ check: inout FieldCheck) -> SchedulePolicies {
        let (old, standard) = (old?.policies, SchedulePolicies())
        var policies = standard
        policies.misfire = request.misfire.applied(to: old?.misfire, default: standard.misfire) { text in
            check.choice(text, "misfire", as: MisfirePolicy.self)
        }
        policies.tolerance = request.tolerance.applied(to: old?.tolerance, default: nil) { text -> Duration?? in
            check.duration(text, "tolerance", in: .seconds(1)...Self.year)
        }
        policies.catchUpWindow = request.catchUpWindow.applied(to: old?.catchUpWindow, default: standard.catchUpWindow) { text in
            check.duration(text, "catch_up_window", in: .seconds(1)...Self.year * 10)
        }
        policies.maxCatchUp = request.maxCatchUp.applied(to: old?.maxCatchUp, default: standard.maxCatchUp) { number in
            check.number(number, "max_catch_up", in: Self.countLimit)
        }
        policies.overlap = request.overlap.applied(to: old?.overlap, default: standard.overlap) { text in
            check.choice(text, "overlap", as: OverlapPolicy.self)
        }
        policies.bufferLimit = request.bufferLimit.applied(to: old?.bufferLimit, default: standard.bufferLimit) { number in
            check.number(number, "buffer_limit", in: Self.countLimit)
        }
        policies.pauseAfterFailures = request.pauseAfterFailures.applied(
            to: old?.pauseAfterFailures, default: standard.pauseAfterFailures
        ) { number in check.number(number, "pause_after", in: 0...10_000) }
        return policies
    }
}
