import Commands
import Foundation

/// The program.
@main
struct Upbeat {
    static func main() async {
        exit(await runCommandLine(Array(CommandLine.arguments.dropFirst()), in: .live()))
    }
}
