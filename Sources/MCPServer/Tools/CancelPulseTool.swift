import ControlPlane
import Pulses
import StrictJSON

/// Calls pulses off.
struct CancelPulseTool: Tool {
    static let names = ["id", "name", "key", "tag"]

    let spec = ToolSpec(
        name: "pulse_cancel", title: "Cancel pulses",
        description: """
            Call off what is no longer needed, by exactly one of `id`, `name`, `key` or `tag`. A recurring pulse is removed; a single one that \
            runs is ended. A tag may fit several: see which with `dry_run` first. What has ended stays as it is, so asking twice does no harm.
            """,
        fields: [
            ArgumentField("id", .text, "Number of a single pulse, name of a recurring one.", example: "12"),
            ArgumentField("name", .text, "Name of a recurring pulse, or that of single ones.", example: "morning-brief"),
            ArgumentField("key", .text, "The key it was made with.", example: "ci-check"),
            ArgumentField("tag", .text, "All that have this tag.", example: "deploy"),
            ArgumentField("dry_run", .flag, "Only say what would be cancelled.", example: true),
        ],
        output: Schema.object(
            [("dry_run", Schema.boolean), ("cancelled", Schema.strings)],
            optional: [("ending", Schema.strings), ("left", Schema.strings), ("count", Schema.integer)]),
        hints: ToolSpec.Hints(isDestructive: true, isIdempotent: true))

    func run(_ arguments: ToolArguments, _ call: ToolCall) async throws(ToolFailure) -> ToolAnswer {
        let given = arguments.present(Self.names)
        guard given.count == 1, let by = given.first, let text = arguments.text(by) else {
            let says = given.isEmpty ? "are all missing; give exactly one" : "are not given exactly once; give one of them"
            let fixes = given.isEmpty ? ArgumentFault.Fix.set("id", "12") : given.dropFirst().first.map { .remove($0) }
            throw .arguments([ArgumentFault(field: "id, name, key and tag", says: says, fix: fixes)])
        }
        var found =
            by == "id"
            ? try await one(try call.identifier(arguments, spec, orOwnRun: false), call)
            : try await those(by: by, text, call)
        if let run = call.caller.run, found.pulses.contains(run.pulse) {
            guard by != "id" else {
                throw .refused("pulse \(run.pulse) is the run that you are in; end it by ending your work")
            }
            found.pulses.removeAll { $0 == run.pulse }
            found.left.append(run.pulse.description)
        }
        return try await cancel(found, isDryRun: arguments.flag("dry_run") == true, call)
    }

    /// What a call is about.
    struct Found {
        var schedules: [String] = []
        var pulses: [PulseID] = []
        /// What fits and is not called off: it has ended, or is the run that asks.
        var left: [String] = []
    }

    private func one(_ id: Identifier, _ call: ToolCall) async throws(ToolFailure) -> Found {
        try await requesting { () async throws(RequestError) in
            switch id {
            case .schedule(let name):
                return Found(schedules: [try await call.plane.own.schedule(name, for: call.sight).view.schedule.spec.name])
            case .pulse(let id):
                let pulse = try await call.plane.own.pulse(id, for: call.sight)
                return pulse.progress.status.isOpen ? Found(pulses: [id]) : Found(left: [id.description])
            }
        }
    }

    private func those(by: String, _ text: String, _ call: ToolCall) async throws(ToolFailure) -> Found {
        let (plane, sight) = (call.plane, call.sight)
        return try await requesting { () async throws(RequestError) in
            var found = Found()
            switch by {
            case "key":
                found.pulses = try await plane.own.open(for: sight) { $0.spec.key == text }.map(\.id)
                // A recurring one has its key for a name.
                if let name = ScheduleName.isValid(text) ? text : nil { found.schedules = try await Self.named(name, call) }
            case "name":
                found.schedules = try await Self.named(text, call)
                if found.schedules.isEmpty { found.pulses = try await plane.own.open(for: sight) { $0.spec.tags.contains(text) }.map(\.id) }
            default:
                found.pulses = try await plane.own.open(for: sight) { $0.spec.tags.contains(text) }.map(\.id)
                let page = try await plane.own.schedules(limit: 1000, for: sight) { $0.spec.template.tags.contains(text) }
                found.schedules = page.schedules.map(\.schedule.spec.name)
            }
            found.pulses.reverse()
            return found
        }
    }

    /// The recurring pulse of that name, where the caller sees one.
    private static func named(_ name: String, _ call: ToolCall) async throws(RequestError) -> [String] {
        do {
            return [try await call.plane.own.schedule(name, for: call.sight).view.schedule.spec.name]
        } catch RequestError.notFound {
            return []
        }
    }
}
