import Pulses

/// Checks what a pulse is known by, and where it runs.
struct LabelCheck {
    let limits: Limits

    func check(_ request: PulseRequest, _ check: inout FieldCheck) {
        if request.tags.count > limits.tags {
            check.fail("tags", sentence: "has \(request.tags.count) elements; at most \(limits.tags) are allowed")
        }
        for (index, tag) in request.tags.prefix(limits.tags).enumerated() {
            check.text(tag, "tags", element: index, length: limits.tag, oneLine: true)
        }
        if let key = request.key { check.text(key, "key", length: limits.key, oneLine: true) }
        if let text = request.onKey {
            _ = check.choice(text, "on_key", as: KeyPolicy.self)
            if request.key == nil { check.fail("on_key", sentence: "says what becomes of a key, and there is none; give key too") }
        }
        if let creator = request.creator { check.text(creator, "created_by", length: limits.creator, oneLine: true) }
    }

    static func priority(_ name: String?, _ check: inout FieldCheck) -> Priority {
        guard let name else { return .normal }
        guard let priority = Priority(name: name) else {
            check.unknown(name, "priority", among: Priority.allCases.map(\.name))
            return .normal
        }
        return priority
    }

    static func surroundings(_ request: PulseRequest, _ limits: Limits, _ check: inout FieldCheck) {
        if let directory = request.directory {
            check.text(directory, "cwd", length: limits.directory, oneLine: true)
            if !directory.hasPrefix("/"), directory != "~", !directory.hasPrefix("~/") {
                check.fail("cwd", sentence: "is not absolute; it has to begin with `/` or `~/`")
            }
        }
        guard request.environment.count <= limits.environment else {
            return check.fail(
                "env", sentence: "has \(request.environment.count) variables; at most \(limits.environment) are allowed")
        }
        for (name, value) in request.environment.sorted(by: { $0.key < $1.key }) {
            if !isVariableName(name) {
                check.fail("env", name, sentence: "is no name of a variable; letters, digits and `_` are allowed, a digit not first")
            } else if name.hasPrefix("UPBEAT_") {
                check.fail("env", name, sentence: "is one of Upbeat's own variables; choose a name that does not begin with UPBEAT_")
            }
            if let fault = HiddenValue.fault(value) { check.fail("env", name, sentence: fault) }
            if value.utf8.contains(0) {
                check.fail("env", name, sentence: "holds a NUL byte, which no program can be given")
            }
        }
    }

    private static func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
