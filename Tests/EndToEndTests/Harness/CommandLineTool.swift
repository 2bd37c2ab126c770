import Foundation

/// The built program as a person at a terminal calls it.
struct CommandLineTool {
    private let home: KillHome

    init(_ home: KillHome) { self.home = home }

    struct Outcome: Sendable {
        var code: Int32 = -1
        var out = ""
        var err = ""
    }

    /// Runs one command line to its end.
    func run(_ arguments: String...) throws -> Outcome {
        let (out, err) = (home.folder + "/out", home.folder + "/err")
        for file in [out, err] { try Data().write(to: URL(fileURLWithPath: file)) }
        let process = try SpawnedProcess(
            try UpbeatBinary.find(), arguments, environment: home.environment, output: out, errors: err)
        let ending = try process.waitForEnd(within: .seconds(30))
        guard case .exited(let code) = ending else { throw HarnessError("\(arguments) ended as \(ending)") }
        return Outcome(
            code: code, out: try String(contentsOfFile: out, encoding: .utf8), err: try String(contentsOfFile: err, encoding: .utf8))
    }
}
