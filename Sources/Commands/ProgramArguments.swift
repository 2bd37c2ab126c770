import Foundation

/// The arguments of this process, without the program's name.
///
/// - Returns: nil where one is not UTF-8: changed to be, it would name another file than the user meant.
package func programArguments() -> [String]? {
    var arguments: [String] = []
    for index in 1..<max(Int(CommandLine.argc), 1) {
        guard let pointer = CommandLine.unsafeArgv[index], let text = String(validatingCString: pointer) else { return nil }
        arguments.append(text)
    }
    return arguments
}
