/// Why a child could not be started; nothing of it is left.
package enum SpawnFailure: Error, Sendable, Hashable {
    case executableNotFound(path: String)
    case notExecutable(path: String, reason: String)
    case workingDirectoryMissing(path: String)
    /// The arguments and the environment together, or one argument, exceed what the system takes.
    case argumentListTooLong
    /// A NUL byte in the argument with this index; it would be cut there silently.
    case badArgument(index: Int)
    /// An environment name that is empty, begins with a digit, or holds `=` or NUL, or whose value holds NUL.
    case badEnvironment(name: String)
    /// Out of processes, memory or descriptors, or another refusal by the system, in its words.
    case systemLimit(String)
}

extension SpawnFailure: CustomStringConvertible {
    package var description: String {
        switch self {
        case .executableNotFound(let path):
            "The program \(path) does not exist. Install it or name its full path."
        case .notExecutable(let path, let reason):
            "The program \(path) cannot be run: \(reason)."
        case .workingDirectoryMissing(let path):
            "The working directory \(path) does not exist or may not be entered. Make it or name another."
        case .argumentListTooLong:
            "The arguments are longer than the system allows (131,071 bytes for one on Linux). Send long text by standard input or a file."
        case .badArgument(let index):
            "Argument \(index) holds a NUL byte, which no argument can carry. Remove it or send it by standard input."
        case .badEnvironment(let name):
            "The environment variable \(name.debugDescription) has a name or value that no environment can carry. Rename or remove it."
        case .systemLimit(let text):
            "The system refused to start the program: \(text)."
        }
    }
}
