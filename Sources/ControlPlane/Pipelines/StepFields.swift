/// What a step may not say, because it holds for the pipeline as a whole or for none of its steps.
enum StepFields {
    static func refuse(_ pulse: PulseRequest, _ check: inout FieldCheck) {
        if pulse.key != nil {
            check.fail("key", sentence: "goes with a pulse by itself; a pipeline is made as a whole, so leave it out")
        }
        if pulse.onKey != nil { check.fail("on_key", sentence: "goes with a key alone; leave it out") }
        if pulse.agent != nil { check.fail("agent", sentence: "is that of the pipeline as a whole; say it there") }
        if pulse.creator != nil { check.fail("created_by", sentence: "is that of the pipeline as a whole; say it there") }
    }

    /// Errors of more steps than these are not told.
    static let errorLimit = 20

    /// With each once, in their order.
    static func tags(_ common: [String], _ own: [String]) -> [String] {
        common + own.filter { !common.contains($0) }
    }
}

extension FieldCheck {
    /// Checks the fields of one step; what is wrong is told with its name.
    mutating func within<Result>(step index: Int, _ name: String, _ body: (inout FieldCheck) -> Result) -> Result {
        var inner = FieldCheck(place: ["steps", "\(index)"], label: "step \(name): ")
        let result = body(&inner)
        take(inner.errors)
        return result
    }
}
