import Foundation

/// Lets a program be struck by a signal just before the n-th call by which it changes the world (`Tests/Chaos/step_shim.c`).
struct StepShim {
    private let folder: String
    private var library: String { folder + "/step_shim.so" }
    private var file: String { folder + "/struck" }

    init() throws {
        var template = Array("/tmp/upbeat-step-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw HarnessError.system("mkdtemp") }
        folder = String(cString: made)
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Chaos/step_shim.c").standardized
        try Compiler.compile(source.path, into: library, options: ["-shared", "-fPIC"])
    }

    func environment(at step: Int, signal: Int32) -> [String: String] {
        ["LD_PRELOAD": library, "STEP_AT": String(step), "STEP_SIGNAL": String(signal), "STEP_FILE": file]
    }

    /// The call that was struck since the last question, with its number; nil where none was.
    func takeStruck() -> String? {
        defer { unlink(file) }
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return text.isEmpty ? nil : text.trimmingCharacters(in: .newlines)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}
