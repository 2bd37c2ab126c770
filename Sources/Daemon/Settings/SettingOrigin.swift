/// Where a value came from, for messages and for `config check`.
package enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
    case flag
    /// A variable of ours in the environment.
    case environment(String)
    /// A variable that one of the sources uses, in the environment.
    case secondName(String)
    /// A variable in `.env`.
    case dotEnv(String, line: Int)
    /// A file below the configuration folder.
    case file(String, line: Int)
    case standard

    package var description: String {
        switch self {
        case .flag: "flag"
        case .environment(let name): "environment \(name)"
        case .secondName(let name): "second name \(name)"
        case .dotEnv(let name, let line): ".env:\(line) \(name)"
        case .file(let name, let line): "\(name):\(line)"
        case .standard: "default"
        }
    }

    package var file: String? {
        switch self {
        case .dotEnv: ".env"
        case .file(let name, _): name
        case .flag, .environment, .secondName, .standard: nil
        }
    }

    package var line: Int? {
        switch self {
        case .dotEnv(_, let line), .file(_, let line): line
        case .flag, .environment, .secondName, .standard: nil
        }
    }

    /// What an issue begins with.
    var place: String {
        switch self {
        case .flag: "flag"
        case .environment, .secondName: "environment"
        case .dotEnv(_, let line): ".env:\(line)"
        case .file(let name, let line): "\(name):\(line)"
        case .standard: "default"
        }
    }

    /// The name under which the user gave the value of this key.
    func name(of key: String) -> String {
        switch self {
        case .environment(let name), .secondName(let name), .dotEnv(let name, _): name
        case .flag, .file, .standard: key
        }
    }
}
