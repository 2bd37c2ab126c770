import Foundation
import Logging
import Recurrence
import Testing

@testable import Daemon

struct LogOutputTests {
    private func logger(_ output: LogOutput) -> Logger {
        Logger(label: "test") { LineLogHandler(label: $0, output: output, now: { Instant(seconds: 0) }) }
    }

    private func lines(_ path: String) -> [String] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    @Test func levelAndMetadata() throws {
        try TemporaryHome.with { temporary in
            let output = LogOutput(level: .info, terminal: nil, file: temporary.home.logFile)
            var log = logger(output)
            log[metadataKey: "boot"] = "b"
            log.debug("no")
            log.info("yes", metadata: ["pulse": "1"])
            output.level = .debug
            log.debug("now")
            log.logLevel = .error
            log.info("no")
            #expect(
                lines(temporary.home.logFile).map { String($0.dropFirst(33)) } == [
                    "\"level\":\"info\",\"label\":\"test\",\"message\":\"yes\",\"boot\":\"b\",\"pulse\":\"1\"}",
                    "\"level\":\"debug\",\"label\":\"test\",\"message\":\"now\",\"boot\":\"b\"}",
                ])
            #expect(mode(temporary.home.logFile) == 0o600)
        }
    }

    @Test("the log is bounded: three files, none over its limit, the newest lines kept") func rotation() throws {
        try TemporaryHome.with { temporary in
            let path = temporary.home.logFile
            let output = LogOutput(level: .info, terminal: nil, file: path, fileLimit: 1000)
            let log = logger(output)
            for number in 0..<100 { log.info("message \(number)") }
            let names = try FileManager.default.contentsOfDirectory(atPath: temporary.home.logs).sorted()
            #expect(names == ["upbeat.log", "upbeat.log.1", "upbeat.log.2"])
            let all = [path + ".2", path + ".1", path].flatMap(lines)
            #expect(all.last?.contains("message 99\"") == true && all.count > 15)
            let numbers = all.compactMap { $0.split(separator: "message ").last?.prefix { $0.isNumber } }.compactMap { Int($0) }
            #expect(numbers == Array((100 - all.count)..<100))
            for name in names {
                #expect(try #require(try FileFacts.of(temporary.home.logs + "/" + name)).size <= 1000)
                #expect(mode(temporary.home.logs + "/" + name) == 0o600)
            }
        }
    }

    @Test("in the background the file has the messages, and standard error what is wrong with the file") func background() throws {
        try TemporaryHome.with { temporary in
            let said = try temporary.write("said", "")
            let descriptor = open(said, O_WRONLY | O_APPEND | O_CLOEXEC)
            defer { close(descriptor) }
            let output = LogOutput(level: .info, terminal: descriptor, file: temporary.home.logFile, echoes: false)
            logger(output).info("hello")
            #expect(lines(temporary.home.logFile).count == 1 && lines(said).isEmpty)
            #expect(unlink(temporary.home.logFile) == 0 && mkdir(temporary.home.logFile, 0o700) == 0)
            output.reopen()
            logger(output).info("hello")
            #expect(lines(said).count == 1 && lines(said).first?.contains("is not a plain file") == true)
        }
    }

    @Test("an old log is continued and counted") func continued() throws {
        try TemporaryHome.with { temporary in
            try temporary.write("upbeat.log", String(repeating: "x", count: 950) + "\n")
            logger(LogOutput(level: .info, terminal: nil, file: temporary.home.logFile, fileLimit: 1000)).info("hello")
            #expect(lines(temporary.home.logFile).count == 1 && lines(temporary.home.logFile + ".1").count == 1)
        }
    }

    @Test("a log that cannot be written is said once, and what was lost is counted when it works again") func broken() throws {
        try TemporaryHome.with { temporary in
            let path = temporary.home.logFile
            let screen = open(temporary.folder + "/screen", O_RDWR | O_CREAT, 0o600)
            defer { close(screen) }
            #expect(mkdir(path, 0o700) == 0)
            let log = logger(LogOutput(level: .info, terminal: screen, file: path))
            for number in 0..<5 { log.info("message \(number)") }
            let shown = lines(temporary.folder + "/screen")
            #expect(shown.count == 6)
            #expect(shown[1] == "00:00:00 warn  the log file does not work, going on without it: \(HomeError.notAFile(path: path))")
            #expect(rmdir(path) == 0)
            log.info("back")
            #expect(lines(path).map { $0.contains("5 messages before this one were lost") } == [true, false])
        }
    }

    @Test func aPlantedLinkIsNotFollowed() throws {
        try TemporaryHome.with { temporary in
            let target = try temporary.write("precious", "keep")
            #expect(symlink(target, temporary.home.logFile) == 0)
            logger(LogOutput(level: .info, terminal: nil, file: temporary.home.logFile)).info("x")
            #expect(try temporary.read(target) == "keep")
        }
    }

    @Test func aFileMovedAwayIsMadeAnewAfterReopen() throws {
        try TemporaryHome.with { temporary in
            let path = temporary.home.logFile
            let output = LogOutput(level: .info, terminal: nil, file: path)
            logger(output).info("one")
            #expect(rename(path, path + ".old") == 0)
            output.reopen()
            logger(output).info("two")
            #expect(lines(path).count == 1 && lines(path + ".old").count == 1)
        }
    }

    @Test("many threads, whole lines") func threads() throws {
        try TemporaryHome.with { temporary in
            let log = logger(LogOutput(level: .info, terminal: nil, file: temporary.home.logFile))
            DispatchQueue.concurrentPerform(iterations: 8) { thread in
                for number in 0..<200 {
                    log.info("thread \(thread) number \(number) \(LogLineTests.hostile[number % LogLineTests.hostile.count])")
                }
            }
            let all = lines(temporary.home.logFile)
            #expect(all.count == 1600 && all.allSatisfy { $0.hasPrefix("{\"ts\":\"1970-01-01T00:00:00.000Z\"") && $0.hasSuffix("}") })
        }
    }
}
