import ControlPlane

extension ScheduleRequest {
    /// What the arguments ask of a recurring pulse.
    ///
    /// - Parameter isWhole: what is not given goes back to its default; else it stays as it is.
    init(_ arguments: ToolArguments, isWhole: Bool) {
        self.init()
        func change<Value>(_ value: Value?) -> Change<Value> { value.map(Change.set) ?? (isWhole ? .reset : .keep) }
        cron = Change(arguments.text("cron"))
        every = Change(arguments.text("every"))
        zone = change(arguments.text("timezone"))
        end = arguments.text("until") == Self.never ? .reset : change(arguments.text("until"))
        maxRuns = arguments.integer("max_fires") == 0 ? .reset : change(arguments.integer("max_fires"))
        misfire = change(arguments.text("if_missed"))
        overlap = change(arguments.text("if_running").map(RunningWord.policy))
        pulse.prompt = Change(arguments.text("prompt"))
        pulse.session = change(arguments.text("session"))
        pulse.notes = change(arguments.texts("sticky_notes"))
        pulse.tags = change(arguments.texts("tags"))
        pulse.priority = change(arguments.text("priority"))
    }

    /// Takes an end away.
    static let never = "never"
}
