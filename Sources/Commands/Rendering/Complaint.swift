import Client
import StrictJSON
import WireModel

/// What is wrong with a text that a person wrote, where in it, and what to write instead.
enum Complaint {
    /// Lets an error of the daemon point into what was asked for.
    static func explaining<Answer>(
        _ wish: some WireValue, _ body: () async throws(CommandError) -> Answer
    ) async throws(CommandError) -> Answer {
        do {
            return try await body()
        } catch {
            guard case .client(.problem(let problem, let status)) = error, problem.errors.contains(where: { $0.cause != nil }) else {
                throw error
            }
            throw .refused(sentence(problem, wish.json), exitCode: ClientError.problem(problem, status: status).exitCode)
        }
    }

    static func sentence(_ problem: Problem, _ given: JSON) -> String {
        problem.errors.map { field in
            guard let cause = field.cause else { return SafeText.line(field.detail) }
            return text(cause, flag: flag(field.pointer), about: value(at: field.pointer, in: given))
        }.joined(separator: "\n")
    }

    /// The message; the text with the wrong part marked; the hint.
    private static func text(_ cause: Problem.Field.Cause, flag: String, about text: String?) -> String {
        var lines = ["\(flag): \(SafeText.line(cause.message))"]
        if let text, let column = cause.column.map({ Int($0) }), (1...text.count + 1).contains(column), isPlain(text) {
            let length = max(1, min(Int(cause.length ?? 1), text.count - column + 1))
            lines += ["  \(text)", "  " + String(repeating: " ", count: column - 1) + String(repeating: "^", count: length)]
        }
        if let hint = cause.hint { lines.append("  hint: \(SafeText.line(hint))") }
        return lines.joined(separator: "\n")
    }

    /// One column for each character.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 120 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    /// `--catch-up-window` for `/catch_up_window`.
    private static func flag(_ pointer: String) -> String {
        let field = pointer.split(separator: "/").first.map(String.init) ?? pointer
        switch field {
        case "zone": return "--tz"
        case "quiet": return "--quiet-hours"
        case "for": return "the duration"
        default: return "--" + field.replacing("_", with: "-")
        }
    }

    private static func value(at pointer: String, in document: JSON) -> String? {
        let parts = pointer.split(separator: "/").map(String.init)
        guard let first = parts.first, let value = document[first] else { return nil }
        if parts.count == 2, let index = Int(parts[1]), let list = value.arrayValue, list.indices.contains(index) {
            return list[index].stringValue
        }
        return value.stringValue
    }
}
