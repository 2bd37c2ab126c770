import Logging
import Recurrence

/// How a message is kept: one JSON object a line, `ts`, `level`, `label`, `message`, then the metadata.
enum FileLine {
    private static let reserved: Set<String> = ["ts", "level", "label", "message"]

    static func bytes(of record: LogRecord) -> [UInt8] {
        var line = "{\"ts\":\(json(timestamp(record.instant))),\"level\":\(json(record.level.rawValue)),\"label\":\(json(record.label))"
        line += ",\"message\":\(json(LogRecord.cut(record.message)))"
        for (name, text) in record.fields {
            // A field never takes the place of one of ours.
            line += ",\(json(reserved.contains(name) ? name + "_" : name)):\(json(text))"
        }
        return Array((line + "}\n").utf8)
    }

    /// RFC 3339 in UTC, always with milliseconds, so that lines sort by their text.
    private static func timestamp(_ instant: Instant) -> String {
        let text = instant.description
        return text.contains(".") ? text : text.dropLast() + ".000Z"
    }

    /// A JSON string in which everything that `LogText` calls hostile is written as `\uXXXX`.
    static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if LogText.isHostile(scalar) {
                    for unit in UTF16.encode(scalar).map(Array.init) ?? [] { result += "\\u" + hexadecimal(unit) }
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func hexadecimal(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}
