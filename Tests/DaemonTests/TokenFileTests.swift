import ControlPlane
import Foundation
import Testing

@testable import Daemon

struct TokenFileTests {
    @Test func madeOnceAndKept() throws {
        try TemporaryHome.with { temporary in
            let token = try TokenFile.readOrCreate(temporary.home)
            #expect(token.text.wholeMatch(of: #/upb_[A-Za-z0-9_-]{43}/#) != nil)
            #expect(try TokenFile.readOrCreate(temporary.home) == token && TokenFile.read(temporary.home) == token)
            #expect(mode(temporary.home.token) == 0o600)
            #expect(try temporary.read(temporary.home.token) == token.text + "\n")
            #expect(token.hash == SHA256Text.digest(of: Array(token.text.utf8)) && token.hash.count == 32)
        }
    }

    @Test("the mode does not depend on the mask") func mask() throws {
        try TemporaryHome.with { temporary in
            let mask = umask(0)
            defer { umask(mask) }
            _ = try TokenFile.readOrCreate(temporary.home)
            #expect(mode(temporary.home.token) == 0o600)
        }
    }

    @Test("to read it no more than reading is asked for, which a read-only disk grants") func readOnly() throws {
        try TemporaryHome.with { temporary in
            _ = try TokenFile.readOrCreate(temporary.home)
            let file = try PrivateFile(temporary.home.token, create: false, readOnly: true)
            #expect(fcntl(file.descriptor, F_GETFL) & O_ACCMODE == O_RDONLY)
            #expect(throws: SystemFailure.self) { try file.replace(with: [0x78]) }
        }
    }

    @Test func twoAreNotTheSame() {
        var generator = SystemRandomNumberGenerator()
        let tokens = (0..<100).map { _ in Token.random(using: &generator).text }
        #expect(Set(tokens).count == 100 && tokens.allSatisfy { Token(parsing: $0) != nil })
    }

    @Test("a file that a crash left empty is filled") func empty() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("token", "")
            let token = try TokenFile.readOrCreate(temporary.home)
            #expect(try TokenFile.read(temporary.home) == token)
        }
    }

    @Test(
        "what is no token is refused and left as it is",
        arguments: [
            "hello", "upb_short", "upb_" + String(repeating: "a", count: 44), "upb_" + String(repeating: "ä", count: 43), "\0\0\0",
            String(repeating: "x", count: 5000),
        ])
    func damaged(_ text: String) throws {
        try TemporaryHome.with { temporary in
            try temporary.write("token", text)
            #expect(throws: HomeError.badToken(path: temporary.home.token)) { try TokenFile.readOrCreate(temporary.home) }
            #expect(try temporary.read(temporary.home.token) == text)
        }
    }

    @Test func openToOthersIsRefused() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("token", "", mode: 0o640)
            #expect(throws: HomeError.openToOthers(path: temporary.home.token, mode: 0o640, wanted: 0o600)) {
                try TokenFile.readOrCreate(temporary.home)
            }
        }
    }

    @Test func linksAndFoldersAreRefused() throws {
        try TemporaryHome.with { temporary in
            let target = try temporary.write("elsewhere", "")
            #expect(symlink(target, temporary.home.token) == 0)
            #expect(throws: HomeError.notAFile(path: temporary.home.token)) { try TokenFile.readOrCreate(temporary.home) }
            #expect(try temporary.read(target) == "")
            #expect(unlink(temporary.home.token) == 0 && mkdir(temporary.home.token, 0o700) == 0)
            #expect(throws: HomeError.notAFile(path: temporary.home.token)) { try TokenFile.readOrCreate(temporary.home) }
        }
    }

    @Test func itNeverPrintsItself() {
        var generator = SystemRandomNumberGenerator()
        let token = Token.random(using: &generator)
        var dumped = ""
        dump([token], to: &dumped)
        #expect("\(token)" == "***" && String(reflecting: token) == "***" && !dumped.contains(token.text))
    }
}
