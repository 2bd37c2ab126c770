/// Why a client's file was left as it is.
enum ClientFileError: Error, Hashable, CustomStringConvertible {
    case cannot(verb: String, path: String, SystemFailure)
    /// A link that leads nowhere.
    case dangling(path: String)
    case notAFile(path: String)
    case tooLarge(path: String, limit: Int)
    /// It is not what this program may rewrite: comments, commas too many, a byte order mark, a key twice.
    case notJSON(path: String, reason: String)
    case notYAML(path: String)
    case wrongShape(path: String, place: String, found: String)
    case readOnly(path: String)
    /// The file is another user's, and cannot be kept so.
    case foreignOwner(path: String)
    /// Somebody wrote to it at the same moment.
    case changedMeanwhile(path: String)
    /// The new text would not be what was meant.
    case unsure(path: String)

    var description: String {
        switch self {
        case .cannot(let verb, let path, let failure): "cannot \(verb) \(path): \(failure)"
        case .dangling(let path): "\(path) is a link that leads nowhere"
        case .notAFile(let path): "\(path) is not a plain file"
        case .tooLarge(let path, let limit): "\(path) is larger than \(limit >> 20) MiB"
        case .notJSON(let path, let reason): "\(path) is not plain JSON that can be changed safely: \(reason)"
        case .notYAML(let path): "\(path) is no YAML that can be read"
        case .wrongShape(let path, let place, let found):
            "\(path) has \(found) \(place.isEmpty ? "as its whole content" : "in `\(LogText.escaped(place))`"), where an object belongs"
        case .readOnly(let path): "\(path) is read-only"
        case .foreignOwner(let path): "\(path) belongs to another user, and would not any more"
        case .changedMeanwhile(let path): "\(path) was changed by another program at the same moment; try again"
        case .unsure(let path): "\(path) has a form that cannot be changed safely"
        }
    }

    var isOfAccess: Bool {
        switch self {
        case .cannot(_, _, let failure): failure.isOfAccess
        case .readOnly, .foreignOwner: true
        case .dangling, .notAFile, .tooLarge, .notJSON, .notYAML, .wrongShape, .changedMeanwhile, .unsure: false
        }
    }
}
