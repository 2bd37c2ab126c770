import Foundation
import Testing

@testable import Daemon

@Suite("the file of a service")
struct UnitFileTests {
    private static let ours = "# Written by `upbeat install`; more\n[Service]\n"

    private func unit(_ temporary: TemporaryHome) -> UnitFile {
        UnitFile(root: temporary.folder, file: "/etc/systemd/system/upbeat.service")
    }

    @Test("it is written whole, readable by all, and its folders are made")
    func written() throws {
        try TemporaryHome.with { temporary in
            let mask = umask(0o077)
            defer { umask(mask) }
            let unit = unit(temporary)
            #expect(try unit.content() == .none)
            #expect(try unit.write(Self.ours, force: false) == .written)
            #expect(unit.path == temporary.folder + "/etc/systemd/system/upbeat.service")
            #expect(try temporary.read(unit.path) == Self.ours)
            #expect(mode(unit.path) == 0o644)
            #expect(try unit.write(Self.ours, force: false) == .unchanged)
            #expect(try unit.write(Self.ours + "x", force: false) == .replaced)
            #expect(try unit.content() == .ours(Self.ours + "x"))
            let folder = temporary.folder + "/etc/systemd/system"
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["upbeat.service"])
            try unit.remove(force: false)
            #expect(throws: ServiceError.notInstalled(path: unit.path)) { try unit.remove(force: false) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    @Test("somebody else's file is left alone unless we are forced")
    func foreign() throws {
        try TemporaryHome.with { temporary in
            let unit = unit(temporary)
            _ = try unit.write(Self.ours, force: false)
            let text = "[Service]\nExecStart=/x\n# Written by `upbeat install`, or so it says\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: unit.path))
            #expect(throws: ServiceError.foreign(path: unit.path)) { try unit.write(Self.ours, force: false) }
            #expect(throws: ServiceError.foreign(path: unit.path)) { try unit.remove(force: false) }
            #expect(try temporary.read(unit.path) == text)
            #expect(try unit.write(Self.ours, force: true) == .replaced)
            try Data("other".utf8).write(to: URL(fileURLWithPath: unit.path))
            try unit.remove(force: true)
            #expect(try unit.content() == .none)
        }
    }

    @Test("a link, a folder or a pipe in its place is refused, forced or not, and what a link points to is not touched")
    func notAFile() throws {
        try TemporaryHome.with { temporary in
            let unit = unit(temporary)
            _ = try unit.write(Self.ours, force: false)
            let target = try temporary.write("precious", "precious")
            for make in [
                { symlink(target, unit.path) }, { symlink("/dev/null", unit.path) }, { symlink("nowhere", unit.path) },
                { mkdir(unit.path, 0o755) }, { mkfifo(unit.path, 0o644) },
            ] {
                remove(unit.path)
                #expect(make() == 0)
                for force in [false, true] {
                    let error = #expect(throws: ServiceError.self) { try unit.write(Self.ours, force: force) }
                    #expect(error == .link(path: unit.path) || error == .notAFile(path: unit.path))
                    #expect(throws: ServiceError.self) { try unit.remove(force: force) }
                }
            }
            #expect(try temporary.read(target) == "precious")
        }
    }

    @Test("a link or `..` on the way leads out of no root")
    func escapes() throws {
        try TemporaryHome.with { temporary throws in
            let outside = temporary.folder + "/user"
            let root = temporary.folder + "/root"
            #expect(mkdir(root, 0o755) == 0 && symlink(outside, root + "/etc") == 0)
            let unit = UnitFile(root: root, file: "/etc/systemd/system/upbeat.service")
            #expect(throws: ServiceError.link(path: root + "/etc")) { try unit.write(Self.ours, force: true) }
            let dotted = UnitFile(root: root, file: "/../user/upbeat.service")
            #expect(throws: ServiceError.self) { try dotted.write(Self.ours, force: true) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: outside).isEmpty)
            let missing = UnitFile(root: root + "/missing", file: "/etc/x")
            let error = #expect(throws: ServiceError.self) { try missing.write(Self.ours, force: false) }
            #expect(error?.description == "cannot open \(root)/missing: No such file or directory")
        }
    }

    @Test("without a root, a person's own links to folders are followed")
    func ownLinks() throws {
        try TemporaryHome.with { temporary throws in
            #expect(mkdir(temporary.folder + "/dotfiles", 0o755) == 0)
            #expect(symlink(temporary.folder + "/dotfiles", temporary.folder + "/user/.config") == 0)
            let unit = UnitFile(root: nil, file: temporary.folder + "/user/.config/systemd/user/upbeat.service")
            #expect(try unit.write(Self.ours, force: false) == .written)
            #expect(try temporary.read(temporary.folder + "/dotfiles/systemd/user/upbeat.service") == Self.ours)
        }
    }
}
