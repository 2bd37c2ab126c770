/// Words for times of day that are all combinations of some hours, minutes and seconds.
struct ClockWords {
    let hours: [Int]
    let minutes: [Int]
    let seconds: [Int]
    /// Whether nothing restricts the days: then a stretch may be said across midnight.
    let isEveryDay: Bool

    /// Single times of day: `At 09:00 and 17:30`.
    var areListed: Bool {
        count <= 4 || (count <= 8 && evenly == nil)
    }

    /// `At 09:00`, `Every 15 minutes, from 09:00 to 17:45`, `At 5 and 20 minutes past every hour`
    var text: String {
        if areListed {
            return "At " + English.list(times.map(clock))
        }
        return evenly ?? (seconds == [0] ? byMinutes : bySeconds)
    }

    private var count: Int { hours.count * minutes.count * seconds.count }

    private var times: [Int] {
        hours.flatMap { hour in minutes.flatMap { minute in seconds.map { (hour * 60 + minute) * 60 + $0 } } }
    }

    /// `09:00`, with seconds where any time has some.
    private func clock(_ time: Int) -> String {
        Window.clock(time / 60) + (seconds == [0] ? "" : ":" + padded(Int64(time % 60), 2))
    }

    // MARK: Equal distances

    private static let secondsPerDay = 86_400

    /// Times that are equally far apart in at most three stretches of the day.
    private var evenly: String? {
        let times = times
        guard times.count >= 3 else { return nil }
        let step = times[1] - times[0]
        var stretches: [ClosedRange<Int>] = []
        for time in times {
            if let last = stretches.last, time - last.upperBound == step {
                stretches[stretches.count - 1] = last.lowerBound...time
            } else {
                stretches.append(time...time)
            }
            guard stretches.count <= 4 else { return nil }
        }
        guard let first = stretches.first, let last = stretches.last else { return nil }
        let meetsAtMidnight = first.lowerBound + Self.secondsPerDay - last.upperBound == step
        if stretches.count == 1, meetsAtMidnight {
            guard step != 3600 || first.lowerBound == 0 else { return nil }
            if first.lowerBound == 0, 3600 % step == 0 { return every(step) }
        }
        guard stretches.allSatisfy({ $0.upperBound - $0.lowerBound >= 2 * step }) else { return nil }
        var bounds = stretches.map { ($0.lowerBound, $0.upperBound) }
        if stretches.count > 1, meetsAtMidnight, isEveryDay {
            bounds.removeFirst()
            bounds[bounds.count - 1].1 = first.upperBound
        }
        guard bounds.count <= 3 else { return nil }
        return "\(every(step)), " + English.list(bounds.map { "from \(clock($0)) to \(clock($1))" })
    }

    /// `Every minute`, `Every 2 hours`
    private func every(_ step: Int) -> String {
        let (number, unit) = step % 3600 == 0 ? (step / 3600, "hour") : step % 60 == 0 ? (step / 60, "minute") : (step, "second")
        return number == 1 ? "Every \(unit)" : "Every \(number) \(unit)s"
    }

    // MARK: Field by field

    private var byMinutes: String {
        let isEveryHour = hours.count == 24
        let head =
            if minutes == [0] {
                "On the hour"
            } else if let step = Self.cycle(minutes) {
                every(step * 60)
            } else {
                "At \(English.list(minutes)) \(minutes == [1] ? "minute" : "minutes") past \(isEveryHour ? "every" : "the") hour"
            }
        return head + inHours
    }

    private var bySeconds: String {
        let isEveryMinute = minutes.count == 60
        let head =
            if let step = Self.cycle(seconds) {
                every(step)
            } else {
                "At \(English.list(seconds)) \(seconds == [1] ? "second" : "seconds") past \(isEveryMinute ? "every" : "the") minute"
            }
        let ofHour = hours.count == 24 ? "every hour" : "the hour"
        let inMinutes = isEveryMinute ? "" : ", in the \(minutes.count == 1 ? "minute" : "minutes") \(English.list(minutes)) of \(ofHour)"
        return head + inMinutes + inHours
    }

    private var inHours: String {
        guard hours.count < 24 else { return "" }
        return ", in the \(hours.count == 1 ? "hour" : "hours") " + English.list(hours) { padded(Int64($0), 2) }
    }

    /// The distance of numbers from 0 that go round the 60 evenly.
    private static func cycle(_ numbers: [Int]) -> Int? {
        guard numbers.first == 0, let step = English.evenStep(numbers), step * numbers.count == 60 else { return nil }
        return step
    }
}
