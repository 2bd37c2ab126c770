import StrictJSON

/// The JSON file that holds a client's servers, as it is, and as it would be.
struct ClientDocument {
    let file: ClientFile
    /// Nil where the file is to be made.
    let content: ClientFile.Content?
    private let splice: JSONSplice?
    private let path: [String]
    /// What stands under our name.
    let entry: JSON?

    /// Copies that are looked at for what was there before.
    private static let mostBackups = 8

    /// Of several files the one with our entry, else the first that is there, else the first. One that cannot be read might hold it.
    static func find(_ client: MCPClient, in files: [String], limit: Int = ClientFile.sizeLimit) throws(ClientFileError) -> ClientDocument {
        var first: ClientDocument?
        var failure: ClientFileError?
        for path in files {
            do throws(ClientFileError) {
                let file = ClientFile(path: path)
                guard let content = try file.read(limit: limit) else { continue }
                let document = try ClientDocument(client, file, content)
                if document.entry != nil { return document }
                first = first ?? document
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return first ?? ClientDocument(missing: client, ClientFile(path: files[0]))
    }

    private init(_ client: MCPClient, _ file: ClientFile, _ content: ClientFile.Content) throws(ClientFileError) {
        let splice: JSONSplice
        do throws(JSONSyntaxError) {
            splice = try JSONSplice(content.bytes)
        } catch {
            throw .notJSON(path: file.path, reason: error.description)
        }
        let path = ClientEntry.path(of: client, in: splice.root)
        entry = try Self.shaped(file) { () throws(JSONSplice.WrongShape) in try splice.value(at: path) }
        (self.file, self.content, self.splice, self.path) = (file, content, splice, path)
    }

    private init(missing client: MCPClient, _ file: ClientFile) {
        self.file = file
        (content, splice, entry) = (nil, nil, nil)
        path = ClientEntry.path(of: client, in: nil)
    }

    /// The bytes with the entry in its place.
    func setting(_ entry: JSON) throws(ClientFileError) -> [UInt8] {
        guard let splice else {
            let whole = path.reversed().reduce(entry) { JSON.object([$1: $0]) }
            return Array((whole.serialized(pretty: true) + "\n").utf8)
        }
        let bytes = try Self.shaped(file) { () throws(JSONSplice.WrongShape) in try splice.setting(entry, at: path) }
        guard (try? JSON(parsing: bytes)) == Self.setting(splice.root, path[...], entry) else { throw .unsure(path: file.path) }
        return bytes
    }

    /// The bytes without the entry; nil where there is none. Where a copy beside the file shows what it was before the entry came, and
    /// nothing else has changed since, they are that copy's.
    func removing() throws(ClientFileError) -> [UInt8]? {
        guard let splice, let content, let entry else { return nil }
        for backup in ClientFile.backups(of: content.target).prefix(Self.mostBackups) {
            guard let before = try? ClientFile(path: backup).read()?.bytes, let earlier = try? JSONSplice(before) else { continue }
            if (try? earlier.value(at: path)) == nil, (try? earlier.setting(entry, at: path)) == content.bytes { return before }
        }
        guard let bytes = try Self.shaped(file, { () throws(JSONSplice.WrongShape) in try splice.removing(at: path) }) else { return nil }
        guard (try? JSON(parsing: bytes)) == Self.setting(splice.root, path[...], nil) else { throw .unsure(path: file.path) }
        return bytes
    }

    /// What the text has to say in the end.
    private static func setting(_ value: JSON, _ path: ArraySlice<String>, _ entry: JSON?) -> JSON? {
        guard let key = path.first else { return entry }
        var object = value.objectValue ?? [:]
        object[key] = setting(object[key] ?? [:], path.dropFirst(), entry)
        return .object(object)
    }

    private static func shaped<Value>(
        _ file: ClientFile, _ body: () throws(JSONSplice.WrongShape) -> Value
    ) throws(ClientFileError) -> Value {
        do throws(JSONSplice.WrongShape) {
            return try body()
        } catch {
            throw .wrongShape(path: file.path, place: error.path.joined(separator: "."), found: error.found)
        }
    }
}
