import Foundation
import Testing

/// Holds every import line of `Sources/` against the table of ARCHITECTURE.md.
@Suite struct ImportTableTests {
    /// What every room may import beside its row; `Logging`, `Metrics` and `ServiceLifecycle` from the engine up.
    private static let everywhere: Set = ["Foundation", "Synchronization", "Glibc", "Musl", "Darwin", "Dispatch"]
    private static let fromEngineUp: Set = ["Logging", "Metrics", "ServiceLifecycle"]
    private static let belowEngine: Set = ["Recurrence", "StrictJSON", "Pulses"]

    struct Row: CustomTestStringConvertible {
        var room: String
        var allowed: Set<String>

        var testDescription: String { room }
    }

    /// The rows of the table, read from the document itself, so that text and test cannot differ.
    static let rows: [Row] = {
        let lines = (try? String(contentsOfFile: root + "/ARCHITECTURE.md", encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard line.hasPrefix("| `"), cells.count == 3, cells[0].hasPrefix("`") else { return nil }
            let names = cells[2].split(whereSeparator: { ",() ".contains($0) }).map { $0.trimmingCharacters(in: ["`"]) }
            return Row(room: cells[0].trimmingCharacters(in: ["`"]), allowed: Set(names.filter { $0 != "-" }))
        }
    }()

    static var root: String {
        #filePath.components(separatedBy: "/Tests/ArchitectureTests/")[0]
    }

    @Test("the table has a row for every room, and a room for every row")
    func tableIsComplete() throws {
        let rooms = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Sources")
        #expect(Set(Self.rows.map(\.room)) == Set(rooms))
        #expect(rooms.count >= 15)
    }

    @Test("a room imports only what its row names", arguments: rows)
    func importsAreInTheTable(_ row: Row) throws {
        var allowed = row.allowed.union(Self.everywhere)
        if !Self.belowEngine.contains(row.room) { allowed.formUnion(Self.fromEngineUp) }
        let found = try Self.imports(of: row.room)
        #expect(found.files > 0, "\(row.room) has no source files")
        for (module, place) in found.imports where !allowed.contains(module) {
            Issue.record("\(place) imports \(module), which the row of \(row.room) does not name")
        }
    }

    @Test("no source uses what the design rules out")
    func rulesHold() throws {
        let banned = ["Foundation.Process", "Process()", "fatalError(", "try!", "Thread.sleep", "unowned(unsafe)"]
        for row in Self.rows {
            for (path, text) in try Self.sources(of: row.room) {
                for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                    let code = line.components(separatedBy: "//")[0]
                    for word in banned where code.contains(word) { Issue.record("\(path):\(index + 1) uses \(word)") }
                }
            }
        }
    }

    @Test("unstructured tasks begin in one documented place")
    func oneUnstructuredTask() throws {
        var places: [String] = []
        for row in Self.rows {
            for (path, text) in try Self.sources(of: row.room) {
                for line in text.split(separator: "\n")
                where line.components(separatedBy: "//")[0].contains(/(^|[^A-Za-z.])Task(\.detached)? *[{(]/) {
                    places.append(path)
                }
            }
        }
        #expect(places == ["Processes/Run.swift"])
    }

    private static func sources(of room: String) throws -> [(path: String, text: String)] {
        let folder = root + "/Sources/" + room
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".swift") }.map { file in
            ("\(room)/\(file)", try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8))
        }
    }

    private static func imports(of room: String) throws -> (files: Int, imports: [(module: String, place: String)]) {
        let sources = try sources(of: room)
        let found = sources.flatMap { path, text in
            text.split(separator: "\n").compactMap { line -> (String, String)? in
                let pattern = /^\s*(?:@\w+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:\w+\s+)?(\w+)/
                guard let match = line.firstMatch(of: pattern) else { return nil }
                return (String(match.1), path)
            }
        }
        return (sources.count, found)
    }
}

#if !hasFeature(ExistentialAny) || !hasFeature(InternalImportsByDefault) || !hasFeature(MemberImportVisibility) || !hasFeature(NonisolatedNonsendingByDefault)
    #error("an upcoming feature of Package.swift is not on: is its name spelt right?")
#endif
