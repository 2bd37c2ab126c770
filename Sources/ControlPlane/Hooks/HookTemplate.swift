import Mustache
import StrictJSON

/// A text with places for values of a call's body: Mustache, as plain text. Nothing is escaped, what is not there is nothing, and a value is
/// never read as a template.
struct HookTemplate {
    /// As it was written.
    let text: String
    /// Nil where there is nothing to fill in.
    private let template: MustacheTemplate?

    /// - Throws: what is wrong, going on after the text's name.
    init(_ text: String) throws(TemplateFault) {
        self.text = text
        guard try TemplateScan(text).hasTags else {
            template = nil
            return
        }
        do {
            // The line of the pragma stands alone and leaves no trace. Without it values are escaped for HTML.
            template = try MustacheTemplate(string: "{{% CONTENT_TYPE: TEXT}}\n" + text)
        } catch {
            throw TemplateFault("is no Mustache template that could be read")
        }
    }

    /// - Throws: where filling it in would take more than what is left of the budget.
    func filled(_ values: TemplateValues) throws(TemplateFault) -> String {
        guard let template else { return text }
        values.budget.step = text.utf8.count
        let filled = template.render(values.root)
        guard !values.budget.isExhausted else {
            throw TemplateFault(
                "takes more than \(TemplateBudget.bytes >> 20) MiB of text to be filled in with this body; have its template name less of it"
            )
        }
        return filled
    }
}
