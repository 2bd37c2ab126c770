import Pulses
import Recurrence
import StrictJSON

/// Turns what is asked of a schedule into its spec, or says all that is wrong with it.
struct ScheduleCheck {
    let rules: ScheduleRules
    /// What a change begins with; nil for a new one.
    let existing: Schedule?
    let owner: Agent?
    let now: Instant
    /// Asked for by the person, or by an agent of scope admin.
    let isTrusted: Bool
    /// It stands in a file, which is read again and again: an end that has passed is no mistake there.
    var isDeclared = false
    /// What the file declared before: all of it is said again, but what was fixed at the first time stays.
    var earlier: ScheduleSpec?
    /// Who puts what it does into words; nil: the person.
    var author: Author?
    /// The agent that asks; nil: the person. It makes schedules with an end alone.
    var asker: Agent?

    var old: ScheduleSpec? { existing?.spec }

    struct Result {
        var spec: ScheduleSpec
        var rule: RecurrenceRule
        var timetable: Timetable
        /// What was settled beyond what was asked.
        var notes: [String] = []
    }

    /// - Parameter origin: where it comes from; nil leaves it as it is.
    func result(_ request: ScheduleRequest, by caller: Caller, origin: ScheduleSpec.Origin?) throws(RequestError) -> Result {
        var check = FieldCheck()
        let name = name(request, &check)
        let timing = timing(request, name: name ?? "", &check)
        let policies = policies(request, &check)
        let zone = timing?.timing.zone ?? rules.zone.identifier
        let (template, steps) =
            if let wishes = request.steps {
                pipeline(wishes, request, by: caller, zone: zone, &check).map { ($0.template, $0.steps) } ?? (nil, [])
            } else {
                (template(request, by: caller, zone: zone, &check), old?.steps ?? [])
            }
        try check.finish()
        guard let name, let timing, let template else { throw .invalid([FieldError("", "the request could not be read")]) }
        let spec = ScheduleSpec(
            name: name, timing: timing.timing, policies: policies, template: template, steps: steps,
            origin: origin ?? old?.origin ?? .made)
        return Result(spec: spec, rule: timing.rule, timetable: timing.timetable, notes: timing.notes)
    }

    private func name(_ request: ScheduleRequest, _ check: inout FieldCheck) -> String? {
        guard let name = request.name.value ?? (request.name.isMentioned ? nil : old?.name) else {
            check.fail("name", sentence: "is missing; \(ScheduleName.rule)")
            return nil
        }
        guard ScheduleName.isValid(name) else {
            check.fail("name", sentence: "\(JSON.string(String(name.prefix(80))).serialized()) cannot be used; \(ScheduleName.rule)")
            return nil
        }
        return name
    }
}
