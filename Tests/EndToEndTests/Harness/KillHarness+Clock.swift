import TestSupport

extension KillHarness {
    /// Sets the wall clock of the living daemon, forward or back, by an amount that people, time servers and empty batteries set it by.
    func setClock() throws {
        guard let clock = home.clock else { return }
        let sizes: [Int64] = [1, 59, 3540, 10_740, 10_860, 86_400, 3 * 86_400]
        let size = Duration.seconds(sizes.randomElement(using: &random) ?? 1)
        let wanted = clock.ahead + (random.chance(50) ? size : .zero - size)
        // What is due in 1000 days must not come.
        try set(clock, ahead: min(max(wanted, .seconds(-7 * 86_400)), .seconds(500 * 86_400)))
    }

    /// In half of the cases puts a clock that was set back to where it was the furthest: schedules have nothing to do before.
    func maySetClockRight() throws {
        guard let clock = home.clock, clock.ahead < clock.steps.mostAhead, random.chance(50) else { return }
        try set(clock, ahead: clock.steps.mostAhead)
    }

    /// Puts a clock that was set back to where it was the furthest while no daemon lives, so that what it has put off comes.
    func setClockRight() throws {
        guard let clock = home.clock, clock.ahead < clock.steps.mostAhead else { return }
        let daemon = try begin()
        endWriting()
        try daemon.kill9()
        lives.append(daemon.life)
        try clock.set(ahead: clock.steps.mostAhead)
    }

    private func set(_ clock: ShiftedClock, ahead: Duration) throws {
        report.clockSteps += 1
        let step = ahead - clock.ahead
        guard max(step, .zero - step) > .seconds(3 * 3600) else { return try clock.set(ahead: ahead) }
        // A key of idempotency is kept for a day; whoever repeats a request on the next day makes another one.
        try recorder.betweenRequests { try clock.set(ahead: ahead) }
    }
}
