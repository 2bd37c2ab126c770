import Foundation

/// The system's C compiler.
enum Compiler {
    /// Makes a program, or with `-shared` among the options a library, of one file.
    static func compile(_ source: String, into result: String, options: [String] = []) throws {
        let compilers = ["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"]
        guard let path = compilers.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw HarnessError("no C compiler: install cc (gcc or clang)")
        }
        let log = result + ".log"
        let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
        let compiler = try SpawnedProcess(
            path, ["-O1", "-Wall"] + options + ["-o", result, source], environment: environment, output: log)
        guard try compiler.waitForEnd(within: .seconds(60)) == .exited(0) else {
            throw HarnessError("\(source) does not compile: \((try? String(contentsOfFile: log, encoding: .utf8)) ?? "")")
        }
    }
}
