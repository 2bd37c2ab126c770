import Foundation
import Subprocess
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension ChildSpec {
    /// What can be seen to be wrong before anything is opened or spawned.
    func refusal() -> SpawnFailure? {
        if executable.utf8.contains(0) || !executable.hasPrefix("/") { return .executableNotFound(path: executable) }
        if workingDirectory.utf8.contains(0) { return .workingDirectoryMissing(path: workingDirectory) }
        if let index = arguments.firstIndex(where: { $0.utf8.contains(0) }) { return .badArgument(index: index) }
        for (name, value) in environment {
            let bytes = name.utf8
            guard let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
                !bytes.contains(where: { $0 == 0 || $0 == UInt8(ascii: "=") }), !value.utf8.contains(0)
            else { return .badEnvironment(name: name) }
        }
        return nil
    }
}

extension SpawnFailure {
    /// The library's error in our words. It folds EACCES and ENOTDIR into "not found", so the file is looked at again.
    init(_ error: any Error, spec: ChildSpec) {
        guard let error = error as? SubprocessError else {
            self = .systemLimit(String(describing: error))
            return
        }
        let number = error.underlyingError
        switch error.code {
        case .failedToChangeWorkingDirectory where !Self.exhaustion.contains(number):
            self = .workingDirectoryMissing(path: spec.workingDirectory)
        case .executableNotFound:
            self = Self.diagnosis(of: spec.executable)
        default:
            switch number {
            case Errno(rawValue: E2BIG): self = .argumentListTooLong
            case Errno(rawValue: ENOEXEC): self = .notExecutable(path: spec.executable, reason: "it is no program and names no interpreter")
            case let number?: self = .systemLimit(number.description)
            case nil: self = .systemLimit(error.description)
            }
        }
    }

    private static let exhaustion: [Errno?] = [.tooManyOpenFiles, .tooManyOpenFilesInSystem, .noMemory]

    private static func diagnosis(of path: String) -> SpawnFailure {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == EACCES
                ? .notExecutable(path: path, reason: "a folder above it may not be entered") : .executableNotFound(path: path)
        }
        if status.st_mode & S_IFMT != S_IFREG { return .notExecutable(path: path, reason: "it is not a regular file") }
        if access(path, X_OK) != 0 { return .notExecutable(path: path, reason: "it has no execute permission for this user") }
        return .notExecutable(path: path, reason: "its interpreter is missing or the system forbids it")
    }
}

/// The text of an errno value with what was being done, for errors that are only reported.
func failureText(_ doing: String, _ number: Int32) -> String {
    "\(doing): \(Errno(rawValue: number).description)"
}
