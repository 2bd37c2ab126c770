/// Registers this program as a client's server, or takes it out: through the client's own command where it has one and is there, else in its
/// JSON file. What cannot be done safely is left alone, and the report says what a person has to do.
///
/// A crash in between leaves the client as it was, or as it was to be; doing it again is right in each case.
package struct RegisterServer: Sendable {
    let client: MCPClient
    let entry: ClientEntry
    let places: ClientPlaces
    let control: ClientControl

    package init(_ request: RegistrationRequest, by control: ClientControl) throws(CommandFailure) {
        client = request.client
        self.control = control
        do throws(RegistrationError) {
            entry = ClientEntry(client: request.client, registration: try ServerRegistration.decide(request))
        } catch {
            throw error.failure
        }
        do {
            let user = try Home.locate(environment: request.environment).user
            places = ClientPlaces(of: request.client, user: user, environment: request.environment)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Sees to it that the client has the entry, this once.
    package func install() async -> ClientReport {
        var report = ClientReport(client, file: places.files[0])
        report.lines = entry.lines
        guard isHere else { return report.left(absence, exitCode: 5) }
        let before = await found()
        if case .same(let old) = before {
            report.change = .unchanged
            report.lines = nil
            if ClientEntry.isTurnedOff(old) { report.warnings.append("the entry is turned off in \(report.file)") }
            return report
        }
        if case .other(let old) = before { report.was = old.serialized() }
        if let add = ClientCommands(registration: entry.registration).add(to: client), hasProgram {
            return await install(by: add, report)
        }
        return isFileOurs ? installInFile(report) : report.left(handOver)
    }

    /// Sees to it that the client has no such entry.
    package func uninstall() async -> ClientReport {
        var report = ClientReport(client, file: places.files[0])
        let before = isHere ? await found() : .absent
        switch before {
        case .absent:
            report.change = .absent
            report.exitCode = 5
            return report
        case .same(let old), .other(let old): report.was = old.serialized()
        case .unknown: break
        }
        if let remove = ClientCommands.remove(from: client), hasProgram { return await uninstall(by: remove, report) }
        return isFileOurs ? uninstallInFile(report) : report.left(handOver)
    }

    /// What `install` would do, or `uninstall`.
    package func show(removal: Bool) -> ClientReport {
        var report = ClientReport(client, .shown, file: places.files[0])
        let command = removal ? ClientCommands.remove(from: client) : ClientCommands(registration: entry.registration).add(to: client)
        report.ran = command.map { [$0] } ?? []
        if !removal { report.lines = entry.lines }
        return report
    }

    // MARK: by its command

    private func install(by add: [String], _ begun: ClientReport) async -> ClientReport {
        var report = begun
        if report.was != nil, !ClientCommands.addReplaces(in: client), let remove = ClientCommands.remove(from: client) {
            if let failure = await run(remove, &report) { return report.left(failure) }
        }
        if let failure = await run(add, &report) {
            if report.ran.count > 0 { report.warnings.append("the entry that was there has been taken out already") }
            return report.left(failure)
        }
        switch await found() {
        case .same: break
        case .other(let entry): return report.left("`\(add[0])` has registered something else: \(entry.serialized())")
        case .absent: report.warnings.append("`\(add[0])` says that it is done, but \(report.file) does not show it")
        case .unknown(let reason): report.warnings.append("`\(add[0])` says that it is done; it could not be looked at: \(reason)")
        }
        report.change = report.was == nil ? .registered : .replaced
        report.lines = nil
        return report
    }

    private func uninstall(by remove: [String], _ begun: ClientReport) async -> ClientReport {
        var report = begun
        if let failure = await run(remove, &report) { return report.left(failure) }
        switch await found() {
        case .absent: break
        case .same, .other: return report.left("`\(remove[0])` says that it is done, but the entry is still there")
        case .unknown(let reason): report.warnings.append("`\(remove[0])` says that it is done; it could not be looked at: \(reason)")
        }
        report.change = .removed
        return report
    }

    /// - Returns: why it failed.
    private func run(_ words: [String], _ report: inout ClientReport) async -> String? {
        if let failure = await control.call(words).failure {
            return "`\(words.joined(separator: " "))` failed: \(failure)"
        }
        report.ran.append(words)
        return nil
    }

    // MARK: in its file

    private func installInFile(_ begun: ClientReport) -> ClientReport {
        var report = begun
        do throws(ClientFileError) {
            let document = try ClientDocument.find(client, in: places.files)
            report.file = document.file.path
            report.backup = try document.file.write(try document.setting(entry.json), over: document.content)
        } catch {
            return report.left(error.description, exitCode: error.isOfAccess ? 4 : 1)
        }
        report.change = report.was == nil ? .registered : .replaced
        report.lines = nil
        return report
    }

    private func uninstallInFile(_ begun: ClientReport) -> ClientReport {
        var report = begun
        do throws(ClientFileError) {
            let document = try ClientDocument.find(client, in: places.files)
            report.file = document.file.path
            guard let bytes = try document.removing() else { return report.left("the entry was taken out by another program") }
            report.backup = try document.file.write(bytes, over: document.content)
        } catch {
            return report.left(error.description, exitCode: error.isOfAccess ? 4 : 1)
        }
        report.change = .removed
        return report
    }

    // MARK: what there is

    private func found() async -> FoundEntry {
        guard let get = ClientCommands.get(from: client) else { return FoundEntry.inFile(places, wanted: entry) }
        return hasProgram ? FoundEntry.inAnswer(await control.call(get), wanted: entry) : .unknown(handOver)
    }

    private var hasProgram: Bool { client.programs.first.map(control.has) ?? false }

    private var isHere: Bool {
        client.programs.contains { control.has($0) } || places.traces.contains { (try? FileFacts.of($0))??.kind != nil }
    }

    /// Claude's file is rewritten by each session that runs.
    private var isFileOurs: Bool {
        switch client {
        case .gemini, .opencode, .cursor, .vscode: true
        case .claude, .codex, .goose: false
        }
    }

    private var absence: String {
        "\(client.title) was not found: there is no program \(client.programs.joined(separator: " or ")) on the PATH, and no \(places.traces[0])"
    }

    private var handOver: String {
        client == .goose
            ? "\(places.files[0]) is YAML, which is not rewritten here"
            : "its command `\(client.programs[0])` is not on the PATH, and \(places.files[0]) is changed by that alone"
    }
}
