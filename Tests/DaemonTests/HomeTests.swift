import Foundation
import Testing

@testable import Daemon

struct HomeTests {
    @Test func linuxFolders() throws {
        let plain = try Home.locate(environment: ["HOME": "/home/me/"], platform: .linux)
        #expect(plain.settingsFile == "/home/me/.config/upbeat/upbeat.yaml" && plain.dotEnv == "/home/me/.config/upbeat/.env")
        #expect(plain.database == "/home/me/.local/state/upbeat/upbeat.db" && plain.logFile == "/home/me/.local/state/upbeat/upbeat.log")
        #expect(plain.socket == "/home/me/.local/state/upbeat/upbeat.sock" && !plain.isMoved)
        let moved = try Home.locate(
            environment: ["HOME": "/home/me", "XDG_CONFIG_HOME": "/c/", "XDG_STATE_HOME": "relative"], platform: .linux)
        #expect(moved.configuration == "/c/upbeat" && moved.state == "/home/me/.local/state/upbeat")
    }

    @Test func macFolders() throws {
        let home = try Home.locate(environment: ["HOME": "/Users/me", "XDG_STATE_HOME": "/x"], platform: .mac)
        #expect(home.state == "/Users/me/Library/Application Support/upbeat" && home.configuration == home.state)
        #expect(home.logFile == "/Users/me/Library/Logs/upbeat/upbeat.log")
    }

    @Test func upbeatHomeMovesAll() throws {
        let home = try Home.locate(environment: ["HOME": "/home/me", "UPBEAT_HOME": "/srv//up/./beat/", "XDG_STATE_HOME": "/x"])
        #expect(home == Home(configuration: "/srv/up/beat", state: "/srv/up/beat", user: "/home/me", isMoved: true))
        #expect(try Home.locate(environment: ["HOME": "/home/me", "UPBEAT_HOME": "~/up"]).state == "/home/me/up")
        #expect(try !Home.locate(environment: ["HOME": "/home/me", "UPBEAT_HOME": ""]).isMoved)
        #expect(throws: HomeError.notAbsolute(variable: "UPBEAT_HOME", value: "up")) {
            try Home.locate(environment: ["HOME": "/h", "UPBEAT_HOME": "up"])
        }
    }

    @Test("UPBEAT_HOME=system means the machine's folders, or those that systemd made")
    func systemHome() throws {
        let home = try Home.locate(environment: ["HOME": "/root", "UPBEAT_HOME": "system", "XDG_STATE_HOME": "/x"])
        #expect(home.configuration == "/etc/upbeat" && home.database == "/var/lib/upbeat/upbeat.db" && home.logs == home.state)
        #expect(home.socket == "/run/upbeat/upbeat.sock" && home.isSystem && home.isMoved && home.user == "/root")
        #expect(home.childVariables == ["UPBEAT_HOME": "system"])
        #expect(try Home.locate(environment: ["HOME": "/", "UPBEAT_HOME": "system"]).user == "/var/lib/upbeat")
        let variables = ["STATE_DIRECTORY": "/s/upbeat:/s/other", "RUNTIME_DIRECTORY": "/r/upbeat", "CONFIGURATION_DIRECTORY": "relative"]
        let given = try Home.locate(environment: variables.merging(["HOME": "/h", "UPBEAT_HOME": "system"]) { $1 })
        #expect(given.state == "/s/upbeat" && given.runtime == "/r/upbeat" && given.configuration == "/etc/upbeat")
        // What systemd gives to another service is no business of a command in it.
        let plain = try Home.locate(environment: variables.merging(["HOME": "/h"]) { $1 }, platform: .linux)
        #expect(plain.state == "/h/.local/state/upbeat" && plain.runtime == plain.state)
        #expect(plain.childVariables == ["UPBEAT_SOCKET": plain.socket])
        #expect(try Home.locate(environment: ["HOME": "/h", "UPBEAT_HOME": "/u"]).childVariables == ["UPBEAT_HOME": "/u"])
    }

    @Test("a socket folder of its own is made private, and one that others may enter is refused")
    func socketFolder() throws {
        try TemporaryHome.with { temporary in
            var home = temporary.home
            home.runtime = temporary.folder + "/run/upbeat"
            try home.prepareSocketFolder()
            #expect(mode(home.runtime) == 0o700 && home.socket == home.runtime + "/upbeat.sock")
            #expect(chmod(home.runtime, 0o755) == 0)
            #expect(throws: HomeError.openToOthers(path: home.runtime, mode: 0o755, wanted: 0o700)) { try home.prepareSocketFolder() }
        }
    }

    @Test func foldersAreMadePrivate() throws {
        try TemporaryHome.with { temporary in
            let home = Home(configuration: temporary.folder + "/a/b/config", state: temporary.folder + "/a/c/state", user: temporary.folder)
            let mask = umask(0)
            defer { umask(mask) }
            try home.prepare()
            try home.prepare()
            for path in [home.state, home.output, home.configuration, temporary.folder + "/a", temporary.folder + "/a/b"] {
                #expect(mode(path) == 0o700, "\(path)")
            }
        }
    }

    @Test(
        "a state folder that others may enter is refused with the command, and left as it is", arguments: [0o755, 0o710, 0o701] as [UInt32])
    func openFolder(_ bits: UInt32) throws {
        try TemporaryHome.with { temporary in
            let path = temporary.home.state
            #expect(chmod(path, mode_t(bits)) == 0)
            let error = #expect(throws: HomeError.self) { try temporary.home.prepare() }
            #expect(
                error?.description == "\(path) is open to other users (mode \(String(bits, radix: 8))); close it with: chmod 700 \(path)")
            #expect(mode(path) == bits)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "needs to give a folder away")) func foreignFolder() throws {
        try TemporaryHome.with { temporary in
            #expect(chown(temporary.home.state, 4711, 4711) == 0)
            let error = #expect(throws: HomeError.self) { try temporary.home.prepare() }
            #expect(error == .foreignOwner(path: temporary.home.state, owner: 4711, user: 0))
        }
    }

    @Test func aFileInPlaceOfTheFolder() throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("x", "")
            #expect(throws: HomeError.notAFolder(path: path)) { try Home(configuration: path, state: path, user: "/").prepare() }
            let below = Home(configuration: "/", state: path + "/y", user: "/")
            #expect(throws: HomeError.cannotCreate(path: path + "/y", SystemFailure(code: ENOTDIR))) { try below.prepare() }
        }
    }

    @Test func aPathWithBlanksIsQuotedInTheCommand() {
        let text = HomeError.openToOthers(path: "/a b/it's", mode: 0o755, wanted: 0o700).description
        #expect(text.hasSuffix("chmod 700 '/a b/it'\\''s'"))
    }
}
