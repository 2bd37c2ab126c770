import Foundation
import StrictJSON
import TestSupport
import Testing

/// Two daemons that start at the same time on the same folder.
@Suite(.serialized) struct StartRaceTests {
    /// The loser waits 5 s for a command that may hold the lock, so many races go on at the same time. `UPBEAT_START_RACES` says how many
    /// there are in all.
    @Test func `of two daemons that start at once exactly one runs, and the other names it`() async throws {
        let wanted = ProcessInfo.processInfo.environment["UPBEAT_START_RACES"].flatMap(Int.init) ?? 20
        let done = try await onOwnThread {
            var done = 0
            while done < wanted {
                let count = min(20, wanted - done)
                try Self.race(count)
                done += count
            }
            return done
        }
        print("races of two daemons: \(done), one winner each")
        #expect(done == wanted)
    }

    @Test func `of many upbeat start at once one wins, and all others name it`() async throws {
        let (codes, said, pid) = try await onOwnThread {
            try Subreaper.begin()
            let home = try BareHome()
            defer { home.remove() }
            let starts = try (0..<6).map { index in
                try SpawnedProcess(
                    try UpbeatBinary.find(), ["start", "--json"], environment: home.environment, output: home.folder + "/\(index).out",
                    errors: home.folder + "/\(index).err")
            }
            let codes = try starts.map { try $0.waitForEnd(within: .seconds(30)) }
            let winner = codes.firstIndex(of: .exited(0)) ?? 0
            let status = try UnixHTTPConnection(path: home.socket).request("GET", "/v1/status")
            let said = starts.indices.filter { $0 != winner }.map { home.read(home.folder + "/\($0).err") ?? "" }
            let pid = status.json?["pid"]?.integerValue ?? 0
            _ = try home.run("stop")
            Subreaper.reap(sessions: [Int32(pid)], leaders: [Int32(pid)])
            return (codes, said, pid)
        }
        #expect(codes.filter { $0 == .exited(0) }.count == 1 && codes.filter { $0 == .exited(6) }.count == 5, "\(codes) \(said)")
        #expect(said.allSatisfy { $0.contains("process \(pid)") }, "\(said)")
    }

    private static func race(_ count: Int) throws {
        let homes = try (0..<count).map { _ in try BareHome() }
        defer { for home in homes { home.remove() } }
        let pairs = try homes.map { home in try (0..<2).map { _ in try home.daemon() } }
        defer { for (home, pair) in zip(homes, pairs) { for process in pair { home.putAway(process) } } }
        for (home, pair) in zip(homes, pairs) {
            let loser = try waitFor("the end of one of two", within: .seconds(60)) { pair.first { $0.ending() != nil } }
            guard loser.ending() == .exited(6) else {
                throw HarnessError("the loser ended as \(String(describing: loser.ending())): \(home.read(home.printed) ?? "")")
            }
            guard let winner = pair.first(where: { $0 !== loser }), try home.waitUntilReady(winner) != nil else {
                throw HarnessError("no daemon is left: \(home.read(home.printed) ?? "")")
            }
            guard home.read(home.printed)?.contains("(process \(winner.pid),") == true else {
                throw HarnessError("the loser does not name process \(winner.pid): \(home.read(home.printed) ?? "")")
            }
            kill(winner.pid, SIGTERM)
        }
        for (home, pair) in zip(homes, pairs) {
            let endings = try pair.map { try $0.waitForEnd(within: .seconds(20)) }
            guard endings.contains(.exited(0)), !home.isLocked else { throw HarnessError("the winner ended as \(endings)") }
        }
    }
}
