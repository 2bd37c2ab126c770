import Commands
import Foundation

/// The program.
@main
struct Upbeat {
    static func main() async {
        guard let arguments = programArguments() else {
            FileHandle.standardError.write(
                Data("upbeat: an argument is not UTF-8; what is not text can go into a file or standard input\n".utf8))
            exit(64)
        }
        exit(await runCommandLine(arguments, in: .live()))
    }
}
