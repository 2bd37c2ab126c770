/// Texts as systemd reads them (systemd.syntax(7), systemd.service(5), "Command lines").
enum SystemdText {
    /// The line that runs a program with arguments, given to it exactly as they are.
    ///
    /// systemd takes no quotes or backslashes in the name of the program itself, escaped or not; such a one is begun by a shell, which is
    /// given it as an argument and replaced by it, so that it is the service's main process all the same.
    static func command(_ program: String, _ arguments: [String]) -> String {
        let isPlain = !program.utf8.contains { "\"'\\".utf8.contains($0) }
        let words = isPlain ? [program] + arguments : ["/bin/sh", "-c", "exec \"$0\" \"$@\"", program] + arguments
        // `:` keeps `$` from standing for a variable; doubling it would not do in the program's name.
        let prefix = words.contains { $0.utf8.contains(UInt8(ascii: "$")) } ? ":" : ""
        return prefix + words.map(word).joined(separator: " ")
    }

    /// The value of `Environment=` for one variable.
    static func assignment(_ name: String, _ value: String) -> String { word(name + "=" + value) }

    /// One word: `%` doubled, since it begins a specifier; in quotes where it holds what separates or escapes.
    static func word(_ text: String) -> String {
        let isSafe = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-_./:=@%+,".utf8.contains(byte)
        }
        let doubled = text.replacing("%", with: "%%")
        if isSafe, !text.isEmpty { return doubled }
        return "\"" + doubled.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// Whether a unit can carry it: control characters would end the line or be refused.
    static func canCarry(_ text: String) -> Bool { !text.unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
