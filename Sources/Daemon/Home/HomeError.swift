import Foundation

/// Why a folder or file of Upbeat's own cannot be used.
package enum HomeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A variable that has to hold an absolute path does not.
    case notAbsolute(variable: String, value: String)
    /// Neither HOME nor the system's list of users names a home folder.
    case noUserHome
    case cannotCreate(path: String, SystemFailure)
    case cannotRead(path: String, SystemFailure)
    case cannotWrite(path: String, SystemFailure)
    /// Something else is in a folder's place.
    case notAFolder(path: String)
    /// Something else is in a file's place: a symbolic link, a folder, a device.
    case notAFile(path: String)
    /// Something else is in the socket's place.
    case notASocket(path: String)
    /// The group or everybody may enter or read it.
    case openToOthers(path: String, mode: UInt32, wanted: UInt32)
    /// It belongs to another user.
    case foreignOwner(path: String, owner: UInt32, user: UInt32)
    /// The token file holds no token.
    case badToken(path: String)
    /// What is in the place of the PID file is something else.
    case notAPidFile(path: String)
    /// The PID file belongs to a process that runs.
    case pidFileInUse(path: String, pid: Int32)

    package var description: String {
        switch self {
        case .notAbsolute(let variable, let value):
            "\(variable) is \(LogText.quoted(value)); it must be an absolute path, such as /home/me/upbeat"
        case .noUserHome:
            "there is no home folder: set HOME, or UPBEAT_HOME to the folder where Upbeat may keep its files"
        case .cannotCreate(let path, let failure): "cannot create \(path): \(failure)"
        case .cannotRead(let path, let failure): "cannot read \(path): \(failure)"
        case .cannotWrite(let path, let failure) where failure.code == EROFS:
            "cannot write \(path): its disk is read-only; make it writable, or set UPBEAT_HOME to another place"
        case .cannotWrite(let path, let failure): "cannot write \(path): \(failure)"
        case .notAFolder(let path): "\(path) is not a folder; move it away or set UPBEAT_HOME to another place"
        case .notAFile(let path): "\(path) is not a plain file (links are not followed here); move it away and start again"
        case .notASocket(let path): "\(path) is in the way of the daemon's socket; move it away and start again"
        case .openToOthers(let path, let mode, let wanted):
            "\(path) is open to other users (mode \(Self.octal(mode))); close it with: chmod \(Self.octal(wanted)) \(Self.shellWord(path))"
        case .foreignOwner(let path, let owner, let user):
            "\(path) belongs to user \(owner), and this is user \(user); run as its owner or set UPBEAT_HOME to another place"
        case .badToken(let path): "\(path) holds no token; remove it, and the next start makes a new one"
        case .notAPidFile(let path):
            "\(path) holds something else than a process's number; move it away, or set daemon.pid_file to another path"
        case .pidFileInUse(let path, let pid):
            "\(path) is the PID file of process \(pid), which runs; set daemon.pid_file to another path"
        }
    }

    /// The user may not, rather than something being wrong.
    package var isOfAccess: Bool {
        switch self {
        case .foreignOwner: true
        case .cannotCreate(_, let failure), .cannotRead(_, let failure), .cannotWrite(_, let failure):
            failure.code == EACCES || failure.code == EPERM
        case .notAbsolute, .noUserHome, .notAFolder, .notAFile, .notASocket, .openToOthers, .badToken, .notAPidFile, .pidFileInUse: false
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return digits.count < 3 ? String(repeating: "0", count: 3 - digits.count) + digits : digits
    }

    /// The path as a shell takes it.
    private static func shellWord(_ path: String) -> String {
        let plain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return plain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    }
}
