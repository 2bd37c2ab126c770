package import ControlPlane
import Foundation

/// The file that holds the person's token: made at the first start, kept at 0600.
package enum TokenFile {
    /// Reads the token, making the file where it is missing. Only who holds the state lock may call it.
    ///
    /// A file that a crash left empty is filled. One that others can read, that is a link or that holds something else is
    /// refused and left as it is.
    package static func readOrCreate(_ home: Home) throws(HomeError) -> Token {
        try fill(home)
        return try read(home)
    }

    /// Reads the token that is there, checking kind, owner and mode of the file.
    package static func read(_ home: Home) throws(HomeError) -> Token {
        let file: PrivateFile
        do { file = try PrivateFile(home.token, create: false, readOnly: true) } catch { throw failure(home, error) }
        let facts = try file.check()
        let bytes: [UInt8]
        do { bytes = try file.read(limit: 1024) } catch { throw .cannotRead(path: home.token, error) }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard facts.size <= 1024, let token = Token(parsing: text) else { throw .badToken(path: home.token) }
        return token
    }

    private static func fill(_ home: Home) throws(HomeError) {
        let file: PrivateFile
        do {
            file = try PrivateFile(home.token, create: true, exclusive: true)
        } catch {
            guard error.code == EEXIST else { throw .cannotCreate(path: home.token, error) }
            do { file = try PrivateFile(home.token, create: false) } catch { throw failure(home, error) }
            guard try file.check().size == 0 else { return }
        }
        var generator = SystemRandomNumberGenerator()
        do {
            try file.append(Array((Token.random(using: &generator).text + "\n").utf8))
            try file.synchronize()
        } catch { throw .cannotWrite(path: home.token, error) }
        synchronizeFolder(home.state)
    }

    private static func failure(_ home: Home, _ failure: SystemFailure) -> HomeError {
        [ELOOP, ENXIO, EISDIR].contains(failure.code) ? .notAFile(path: home.token) : .cannotRead(path: home.token, failure)
    }

    /// Makes the new name durable. Without it a power loss costs the file, and the next start makes another one.
    private static func synchronizeFolder(_ path: String) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}
