import Foundation
import Testing

@testable import Daemon

struct SocketPathTests {
    @Test func theLimitIsTheSystems() {
        #if os(Linux)
            #expect(SocketPath.limit == 107)
        #else
            #expect(SocketPath.limit == 103)
        #endif
    }

    @Test("the last path that fits is used as it is, the next one is shortened") func edge() throws {
        let name = "/upbeat.sock"
        let fits = "/" + String(repeating: "a", count: SocketPath.limit - name.utf8.count - 1)
        #expect(SocketPath.path(inState: fits) == fits + name)
        let short = SocketPath.path(inState: fits + "a")
        #expect(short.wholeMatch(of: #/\/tmp\/upbeat-\d+-[0-9a-f]{16}\/s/#) != nil)
        #expect(short != SocketPath.path(inState: fits + "b"))
        #expect(short == SocketPath.path(inState: fits + "a"))
    }

    @Test("a known path has a known short form: other programs derive it too") func stable() {
        let state = "/nowhere/" + String(repeating: "x", count: 200)
        #expect(
            SocketPath.path(inState: state)
                == "/tmp/upbeat-\(geteuid())-\(SHA256Text.hexadecimal(of: Array((state + "/upbeat.sock").utf8)).prefix(16))/s")
        #expect(SHA256Text.hexadecimal(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test("a link to the state folder leads to the same socket") func links() throws {
        try TemporaryHome.with { temporary in
            let real = temporary.folder + "/" + String(repeating: "d", count: 120)
            let link = temporary.folder + "/" + String(repeating: "l", count: 120)
            #expect(mkdir(real, 0o700) == 0 && symlink(real, link) == 0)
            #expect(SocketPath.path(inState: real) == SocketPath.path(inState: link))
        }
    }

    @Test func theShortFolderIsPrivateAndNotPlanted() throws {
        try TemporaryHome.with { temporary in
            let state = temporary.folder + "/" + String(repeating: "d", count: 120)
            let home = Home(configuration: state, state: state, user: "/")
            let folder = try #require(SocketPath.shortFolder(forState: state))
            defer {
                unlink(folder)
                rmdir(folder)
            }
            #expect(throws: HomeError.cannotRead(path: folder, SystemFailure(code: ENOENT))) { try home.checkSocketFolder() }
            try home.prepareSocketFolder()
            try home.checkSocketFolder()
            #expect(mode(folder) == 0o700)
            #expect(chmod(folder, 0o777) == 0)
            #expect(throws: HomeError.openToOthers(path: folder, mode: 0o777, wanted: 0o700)) { try home.prepareSocketFolder() }
            #expect(rmdir(folder) == 0 && symlink(temporary.home.state, folder) == 0)
            #expect(throws: HomeError.notAFolder(path: folder)) { try home.prepareSocketFolder() }
        }
    }
}
