import ControlPlane
import StrictJSON

/// What a call came to, as it travels.
enum ToolResult {
    /// Bytes of a result, all of it together.
    static let limit = 8192

    /// Long texts and lists are cut until it fits; a sentence says so then.
    static func result(_ answer: ToolAnswer, _ version: ProtocolVersion) -> JSONObject {
        var result = object(answer.sentence, answer.structured, version)
        for (strings, elements) in [(2000, 40), (800, 20), (300, 15), (120, 10), (60, 6), (24, 3)] {
            guard size(result) > limit else { return result }
            let cut = JSON.object(answer.structured).cut(strings: strings, elements: elements).objectValue ?? [:]
            let place = answer.whole.map { "read \($0.text)" } ?? "ask for less at a time"
            result = object("\(answer.sentence) Parts were left out to keep this short; \(place) for all of it.", cut, version)
        }
        return result
    }

    /// Whether it goes out without being cut.
    static func fits(_ answer: ToolAnswer) -> Bool { size(object(answer.sentence, answer.structured, .july2026)) <= limit }

    private static func size(_ result: JSONObject) -> Int {
        var bytes: [UInt8] = []
        JSON.object(result).appendBytes(to: &bytes)
        return bytes.count
    }

    private static func object(_ sentence: String, _ structured: JSONObject, _ version: ProtocolVersion) -> JSONObject {
        let text = JSON.object(structured).serialized()
        var result: JSONObject = ["content": [block(sentence), block(text)]]
        if version.hasStructuredContent { result["structuredContent"] = .object(structured) }
        result["isError"] = false
        return result
    }

    static func failure(_ failure: ToolFailure, of arguments: JSONObject) -> JSONObject {
        let words = words(failure, arguments)
        var result: JSONObject = [:]
        // What is escaped takes more bytes than it has characters.
        for length in [6000, 3000, 1500, 700] {
            result = ["content": [block(words.cut(to: length))], "isError": true]
            if size(result) <= limit { break }
        }
        return result
    }

    private static func words(_ failure: ToolFailure, _ arguments: JSONObject) -> String {
        switch failure {
        case .refused(let sentence): return "\(capitalised(sentence))."
        case .request(.invalid(let errors)):
            return words(.arguments(errors.map { ArgumentFault(field: "", says: $0.detail) }), arguments)
        case .request(let error): return "\(capitalised(error.message))."
        case .arguments(let faults):
            let sentences = faults.prefix(10).map(\.sentence)
            let more = faults.count > 10 ? " And \(faults.count - 10) more." : ""
            let all = sentences.joined(separator: "; ")
            let said = "Nothing was done: \(all)\(all.hasSuffix("?") ? "" : ".")\(more)"
            guard faults.contains(where: { $0.fix != nil }) else { return said }
            return "\(said) Right would be, for example: \(ArgumentFault.corrected(arguments, faults).serialized())"
        }
    }

    private static func block(_ text: String) -> JSON { ["type": "text", "text": .string(text)] }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
