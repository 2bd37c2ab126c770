import ControlPlane
package import WireModel
import Yams

/// Reads a pipeline that is to run once: the same form as one of the configuration, with a name and without a schedule.
///
/// - Parameter name: of the file, for messages.
/// - Throws: all that is wrong, one line each with its place (exit code 64).
package func readPipeline(_ bytes: [UInt8], named name: String) throws(CommandFailure) -> NewPipelineRequest {
    do throws(SettingsError) {
        return try PipelineFile(bytes, name: name).request
    } catch {
        throw CommandFailure(message: error.description, exitCode: 64)
    }
}

private struct PipelineFile {
    let request: NewPipelineRequest

    private static let keys = ["name", "at", "zone", "priority", "tags", "agent", "created_by", "steps"]

    init(_ bytes: [UInt8], name: String) throws(SettingsError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SettingsError(issues: [SettingsIssue(file: name, expected: "UTF-8 text")])
        }
        let root: Node?
        do throws(SettingsIssue) {
            root = try YAMLDocument.root(of: ConfigurationText(name: name, text: text, mode: 0o600))
        } catch {
            throw SettingsError(issues: [error])
        }
        guard let root, case .mapping(let mapping) = root else {
            throw SettingsError(issues: [SettingsIssue(file: name, line: root?.line, expected: "a map with steps", value: root?.kindName)])
        }
        for (key, _) in mapping where ["cron", "every", "pipelines"].contains(key.scalar?.string) {
            throw SettingsError(issues: [
                SettingsIssue(
                    .file(name, line: key.line), key: key.scalar?.string, expected: "a pipeline that runs once",
                    hint: "what comes again stands below pipelines: in the configuration, and `upbeat trigger NAME` runs it now")
            ])
        }
        var reader = NodeReader(root, file: name, path: "", line: root.line, known: Self.keys, expected: "a map with steps")
        var request = NewPipelineRequest(
            name: reader.text("name"), steps: [], at: reader.text("at"), zone: reader.text("zone"), priority: reader.text("priority"),
            tags: reader.texts("tags"), agent: reader.text("agent"), createdBy: reader.text("created_by"))
        let steps = reader.node("steps").map { StepReader($0, file: name, path: "") }
        request.steps = steps?.steps.map(NewPipelineRequest.Step.init) ?? []
        let issues = reader.issues + (steps?.issues ?? [])
        guard issues.isEmpty else { throw SettingsError(issues: issues) }
        self.request = request
    }
}

// What was read, as it travels.

extension NewPipelineRequest.Step {
    fileprivate init(_ step: StepRequest) {
        let pulse = step.pulse
        self.init(
            name: step.name,
            pulse: NewPulseRequest(
                prompt: pulse.prompt, command: pulse.command, webhook: pulse.webhook.map(WebhookFields.init), at: step.at,
                priority: pulse.priority, session: pulse.session, stickyNotes: pulse.notes.isEmpty ? nil : pulse.notes,
                tags: pulse.tags.isEmpty ? nil : pulse.tags, runner: pulse.runner, cwd: pulse.directory,
                env: pulse.environment.isEmpty ? nil : pulse.environment, timeout: pulse.timeout,
                retry: pulse.retry.map(RetryFields.init), onLost: pulse.onLost,
                pools: pulse.pools.isEmpty ? nil : pulse.pools,
                after: pulse.after.isEmpty ? nil : pulse.after.map(AfterField.init)))
    }
}

extension AfterField {
    fileprivate init(_ after: AfterRequest) {
        switch after.on {
        case .pulse(let id): self.init(on: .pulse(id), when: after.when)
        case .step(let name): self.init(on: .step(name), when: after.when)
        }
    }
}

extension WebhookFields {
    fileprivate init(_ webhook: WebhookRequest) {
        self.init(
            url: webhook.url, method: webhook.method, headers: webhook.headers, payload: webhook.payload, text: webhook.text,
            secrets: webhook.secrets, followRedirects: webhook.redirects)
    }
}

extension RetryFields {
    fileprivate init(_ retry: RetryRequest) {
        let backoff: Backoff? =
            switch retry.backoff {
            case .kind(let kind): .kind(kind)
            case .list(let waits): .list(waits)
            case nil: nil
            }
        self.init(
            attempts: retry.attempts, backoff: backoff, delay: retry.delay, maxDelay: retry.maxDelay, window: retry.window,
            fatal: retry.fatal, transient: retry.transient)
    }
}
