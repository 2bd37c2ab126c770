import StrictJSON
import Yams

/// What a client holds under our name.
enum FoundEntry {
    case absent
    /// One that starts what is wanted.
    case same(JSON)
    case other(JSON)
    /// It could not be read; the client itself may know more.
    case unknown(String)

    /// Claude's file, which is only read, holds histories beside the servers.
    private static func readLimit(_ client: MCPClient) -> Int { client == .claude ? 64 << 20 : ClientFile.sizeLimit }

    init(_ entry: JSON?, wanted: ClientEntry) {
        self = entry.map { wanted.isSame(as: $0) ? .same($0) : .other($0) } ?? .absent
    }

    /// Looks in the client's file; changes nothing.
    static func inFile(_ places: ClientPlaces, wanted: ClientEntry) -> FoundEntry {
        do throws(ClientFileError) {
            if wanted.client == .goose { return FoundEntry(try yamlEntry(places.files[0]), wanted: wanted) }
            return FoundEntry(
                try ClientDocument.find(wanted.client, in: places.files, limit: readLimit(wanted.client)).entry, wanted: wanted)
        } catch {
            return .unknown(error.description)
        }
    }

    /// Reads the answer of the command that tells of the entry.
    static func inAnswer(_ end: ClientControl.End, wanted: ClientEntry) -> FoundEntry {
        if let failure = end.failure {
            // "No MCP server named 'upbeat' found." (codex-rs/cli/src/mcp_cmd.rs)
            return failure.contains("No MCP server named") ? .absent : .unknown(failure)
        }
        guard let text = end.output, let answer = try? JSON(parsing: text) else { return .unknown("the answer is no JSON") }
        return FoundEntry(answer, wanted: wanted)
    }

    private static func yamlEntry(_ path: String) throws(ClientFileError) -> JSON? {
        guard let content = try ClientFile(path: path).read() else { return nil }
        guard let text = String(validating: content.bytes, as: UTF8.self) else { throw .notYAML(path: path) }
        do throws(SettingsIssue) {
            let root = try YAMLDocument.root(of: ConfigurationText(name: path, text: text, mode: UInt32(content.mode)))
            let keys = ClientEntry.path(of: .goose, in: nil)
            return keys.reduce(root) { $0?.mapping?[$1] }.map { $0.json ?? .string($0.shown) }
        } catch {
            throw .notYAML(path: path)
        }
    }
}
