import Foundation
import Processes
import Testing

@testable import Daemon

struct PidFileTests {
    @Test("it holds the number, may be read by others, and goes at the end") func life() throws {
        try TemporaryHome.with { temporary in
            let mask = umask(0o077)
            defer { umask(mask) }
            let path = temporary.folder + "/made/for/it/u.pid"
            let file = try PidFile.write(path)
            #expect(try temporary.read(path) == "\(getpid())\n")
            #expect(mode(path) == 0o644)
            #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.folder + "/made/for/it") == ["u.pid"])
            file.remove()
            #expect(mode(path) == nil)
        }
    }

    @Test("one that a crash left is replaced, and so is its draft") func stale() throws {
        try TemporaryHome.with { temporary in
            let dead = try Child(["/bin/true"])
            dead.end()
            let path = try temporary.write("u.pid", "\(dead.pid)\n")
            try temporary.write("u.pid.new", "")
            _ = try PidFile.write(path)
            #expect(try temporary.read(path) == "\(getpid())\n")
            #expect(mode(path + ".new") == nil)
        }
    }

    @Test("one with the number of a process that began later is stale too") func reused() throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("u.pid", "1\n")
            var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
            #expect(utimes(path, &times) == 0)
            _ = try PidFile.write(path)
            #expect(try temporary.read(path) == "\(getpid())\n")
        }
    }

    @Test("that of a process that runs is left alone") func inUse() throws {
        try TemporaryHome.with { temporary in
            let child = try Child(["/bin/sleep", "60"])
            defer { child.end() }
            // Written after the process began, as its own file would be; the system counts that in hundredths of a second.
            let process = try #require(ProcessIdentity.of(pid: child.pid))
            while try #require(process.age) < .milliseconds(50) { usleep(5000) }
            let path = try temporary.write("u.pid", "\(child.pid)\n")
            #expect(throws: HomeError.pidFileInUse(path: path, pid: child.pid)) { try PidFile.write(path) }
            #expect(try temporary.read(path) == "\(child.pid)\n")
        }
    }

    @Test("what is no PID file is left alone", arguments: ["precious", "12", "", "12\n13\n", "-5\n", "99999999999\n", "12 \n"])
    func notOne(content: String) throws {
        try TemporaryHome.with { temporary in
            let path = try temporary.write("u.pid", content)
            #expect(throws: HomeError.notAPidFile(path: path)) { try PidFile.write(path) }
            #expect(try temporary.read(path) == content)
        }
    }

    @Test("links, folders and pipes are refused, at its place and at its draft's", arguments: ["u.pid", "u.pid.new"])
    func planted(name: String) throws {
        try TemporaryHome.with { temporary in
            let place = temporary.home.state + "/" + name
            let target = try temporary.write("target", "7\n")
            #expect(symlink(target, place) == 0)
            #expect(throws: HomeError.notAFile(path: place)) { try PidFile.write(temporary.home.state + "/u.pid") }
            #expect(try temporary.read(target) == "7\n")
            #expect(unlink(place) == 0 && mkdir(place, 0o700) == 0)
            #expect(throws: HomeError.notAFile(path: place)) { try PidFile.write(temporary.home.state + "/u.pid") }
            #expect(rmdir(place) == 0 && mkfifo(place, 0o600) == 0)
            #expect(throws: HomeError.notAFile(path: place)) { try PidFile.write(temporary.home.state + "/u.pid") }
        }
    }

    @Test("the end removes it only while it is ours") func notOurs() throws {
        try TemporaryHome.with { temporary in
            let path = temporary.home.state + "/u.pid"
            let file = try PidFile.write(path)
            try temporary.write("u.pid", "1\n")
            file.remove()
            #expect(try temporary.read(path) == "1\n")
            #expect(unlink(path) == 0)
            let target = try temporary.write("target", "\(getpid())\n")
            #expect(symlink(target, path) == 0)
            file.remove()
            #expect(mode(path) != nil && mode(target) != nil)
        }
    }
}
