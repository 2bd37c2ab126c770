import StrictJSON
import WireModel

extension Surroundings {
    /// Writes data as it is.
    func print(_ text: String) throws(CommandError) { try output.write(Array(text.utf8)) }

    /// Writes a line of data.
    func printLine(_ text: String) throws(CommandError) { try print(text + "\n") }

    /// Writes a document with `schema_version` first: indented for a person, on one line for a program.
    func printJSON(_ members: JSONObject) throws(CommandError) { try printLine(jsonText(members)) }

    /// The text of such a document, without a line end.
    func jsonText(_ members: JSONObject) -> String {
        var object: JSONObject = ["schema_version": 1]
        for (key, value) in members { object[key] = value }
        let text = JSON.object(object).serialized(pretty: output.isTerminal)
        return output.isTerminal ? SafeText.json(text) : text
    }

    /// Writes what travelled, by the wire's own names.
    func printJSON(_ value: some WireValue) throws(CommandError) { try printJSON(value.json.objectValue ?? [:]) }

    /// Tells the person something on stderr; that nobody can read it is no reason to stop.
    func tell(_ text: String) {
        try? messages.write(Array((SafeText.lines(text).joined(separator: "\n") + "\n").utf8))
    }
}
