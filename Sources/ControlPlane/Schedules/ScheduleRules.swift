package import Pulses
package import Recurrence

/// What a schedule is held against: all of the house that its checking needs, and no store.
package struct ScheduleRules: Sendable {
    package var zones: any ZoneSource
    /// The zone of what names none.
    package var zone: Zone
    package var runners: RunnerCatalogue
    package var isInstalled: @Sendable (Runner) -> Bool
    package var webhookFaults: @Sendable (Webhook) -> [WebhookFault]
    package var limits: Limits
    package var defaults: PulseDefaults
    /// The pools that are declared, by name.
    package var pools: [String]

    package init(
        zones: any ZoneSource, zone: Zone, runners: RunnerCatalogue, isInstalled: @escaping @Sendable (Runner) -> Bool = { _ in true },
        webhookFaults: @escaping @Sendable (Webhook) -> [WebhookFault] = { _ in [] }, limits: Limits = Limits(),
        defaults: PulseDefaults = PulseDefaults(), pools: [String] = []
    ) {
        self.zones = zones
        self.zone = zone
        self.runners = runners
        self.isInstalled = isInstalled
        self.webhookFaults = webhookFaults
        self.limits = limits
        self.defaults = defaults
        self.pools = pools
    }

    /// Checks a schedule of a file before there is a store, and says it in words.
    ///
    /// - Parameter owner: the agent that it names, as the files declare it.
    /// - Throws: `invalid` with all that is wrong.
    package func checkDeclared(_ request: ScheduleRequest, owner: Agent?, now: Instant) throws(RequestError) -> String {
        let check = ScheduleCheck(rules: self, existing: nil, owner: owner, now: now, isTrusted: true, isDeclared: true)
        let result = try check.result(request, by: Caller(.local), origin: nil)
        return Explanation(of: result.timetable, now: now, dialect: result.spec.timing.dialect).words
    }
}

extension ControlPlane {
    package var rules: ScheduleRules {
        ScheduleRules(
            zones: zones, zone: zone, runners: runners, isInstalled: isInstalled, webhookFaults: webhookFaults, limits: limits,
            defaults: defaults, pools: poolNames)
    }
}
