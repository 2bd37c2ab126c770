import Pulses
import StrictJSON

/// Fills a hook's templates in. Templates are: prompt, sticky notes, tags, key, values of env, and the arguments of a command behind the
/// program. Everything else of a pulse is as the file says.
struct HookFilling {
    let values: TemplateValues
    /// Stands above a prompt, as a sticky note.
    let label: String

    /// Bytes of an argument or a variable: no program can be given more than 128 KiB in one (execve(2), MAX_ARG_STRLEN).
    static let longestValue = 100_000

    func pulse(_ wish: PulseRequest, _ check: inout FieldCheck) -> PulseRequest {
        var wish = wish
        wish.prompt = wish.prompt.map { text($0, "prompt", [], &check) }
        wish.key = wish.key.map { text($0, "key", [], &check) }
        wish.tags = texts(wish.tags, "tags", &check)
        wish.notes = texts(wish.notes, "sticky_notes", &check)
        if wish.prompt != nil { wish.notes.insert(label, at: 0) }
        if let arguments = wish.command {
            wish.command = arguments.enumerated().map { argument($1, at: $0, &check) }
        }
        for (name, value) in wish.environment {
            wish.environment[name] = text(value, "env", [name], &check)
            refuseLong(wish.environment[name] ?? "", "env", name, &check)
        }
        return wish
    }

    /// What is filled in with nothing is left out.
    func texts(_ templates: [String], _ field: String, _ check: inout FieldCheck) -> [String] {
        templates.enumerated().compactMap { index, template in
            let text = text(template, field, ["\(index)"], &check)
            return text.isEmpty && !template.isEmpty ? nil : text
        }
    }

    /// A value never turns an argument into an option.
    private func argument(_ template: String, at index: Int, _ check: inout FieldCheck) -> String {
        let text = text(template, "command", ["\(index)"], &check)
        if text.hasPrefix("-"), !template.hasPrefix("-") {
            check.fail("command", "\(index)", sentence: "would begin with `-` by what came in, and be taken for an option")
        }
        refuseLong(text, "command", "\(index)", &check)
        return text
    }

    private func refuseLong(_ text: String, _ field: String, _ path: String, _ check: inout FieldCheck) {
        let size = text.utf8.count
        if size > Self.longestValue {
            check.fail(field, path, sentence: "has \(size) bytes with what came in; at most \(Self.longestValue) are allowed")
        }
    }

    private func text(_ template: String, _ field: String, _ path: [String], _ check: inout FieldCheck) -> String {
        do throws(TemplateFault) {
            return try HookTemplate(template).filled(values)
        } catch {
            check.fail(field, path: path, sentence: error.sentence)
            return template
        }
    }
}
