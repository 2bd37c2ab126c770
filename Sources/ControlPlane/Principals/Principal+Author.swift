import Pulses
import Recurrence

extension Principal {
    /// On what terms it asks something of what is there.
    var terms: AskingTerms { AskingTerms(isLimited: agent != nil, awaitsApproval: agent?.needsApproval == true) }

    /// As whom it puts into words what a pulse does; nil: as the person, whose words are handed on as they are.
    func author(_ caller: Caller, at now: Instant) -> Author? {
        let run = caller.run?.pulse
        if case .hook(let name) = caller.way { return Author(.hook, name, door: caller.door, at: now) }
        if let agent { return Author(.agent, agent.name, door: caller.door, run: run, at: now) }
        guard caller.isOverMCP else { return nil }
        return Author(.client, token ?? "", door: caller.door, run: run, at: now)
    }
}

extension Author {
    /// Who stands for the words of something that was changed.
    ///
    /// - Parameters:
    ///   - old: who did before.
    ///   - now: who changes it; nil: the person.
    static func after(_ part: ScheduleRequest.PulsePart, old: Author?, by now: Author?) -> Author? {
        if now != nil { return part.touchesAction ? now : old }
        // The person's own words take the place of the others'; what is put beside those leaves them whose they are.
        return part.prompt.isMentioned || part.command.isMentioned || part.webhook.isMentioned ? nil : old
    }
}

extension ScheduleRequest.PulsePart {
    /// Something is mentioned that belongs to what is done.
    var touchesAction: Bool {
        prompt.isMentioned || command.isMentioned || webhook.isMentioned || session.isMentioned || notes.isMentioned
            || runner.isMentioned || directory.isMentioned || environment.isMentioned
    }
}
