import ControlPlane
import Yams

extension SettingsWalk {
    /// When something comes, and what becomes of it where it cannot: of schedules and of pipelines.
    static let timingKeys = [
        "cron", "every", "dialect", "zone", "jitter", "active", "quiet", "on_blocked", "start", "end", "max_runs", "after_completion",
        "misfire", "tolerance", "catch_up_window", "max_catch_up", "overlap", "buffer_limit", "pause_after", "priority", "tags", "agent",
        "expires_after",
    ]

    private static let scheduleKeys =
        timingKeys + [
            "prompt", "command", "webhook", "session", "sticky_notes", "runner", "cwd", "env", "timeout", "retry", "on_lost", "pools",
            "pool",
        ]

    /// `schedules:` names with schedules below them. What is wrong with one concerns that one alone.
    mutating func walkSchedules(_ node: Node) {
        eachName(of: node, below: "schedules", expected: "names with schedules below them") { walk, name, node, line in
            walk.walkSchedule(name, node, line: line)
        }
    }

    private mutating func walkSchedule(_ name: String, _ node: Node, line: Int) {
        let origin = SettingOrigin.file(file, line: line)
        guard ScheduleName.isValid(name) else {
            let issue = SettingsIssue(
                origin, key: "schedules.\(name)", expected: "a schedule's name", value: LogText.quoted(name), hint: ScheduleName.rule)
            content.refused.append(RefusedSchedule(name: name, origin: origin, issues: [issue]))
            return
        }
        var reader = NodeReader(
            node, file: file, path: "schedules.\(name)", line: line, known: Self.scheduleKeys, expected: "a map with cron or every")
        let request = Self.request(name, &reader)
        guard reader.issues.isEmpty else {
            content.refused.append(RefusedSchedule(name: name, origin: origin, issues: reader.issues))
            return
        }
        var lines = reader.lines
        lines["pools"] = lines["pools"] ?? lines["pool"]
        content.take(FileContent.Scheduled(request: request, name: name, origin: origin, path: path, lines: lines))
    }

    /// The keys that the reader knows, as a request.
    static func request(_ name: String, _ reader: inout NodeReader) -> ScheduleRequest {
        var request = ScheduleRequest()
        request.name = .set(name)
        request.cron = Change(reader.text("cron", expected: "cron in quotes, such as \"0 9 * * 1-5\""))
        request.every = Change(reader.text("every", expected: "a duration, such as 90m"))
        request.dialect = Change(reader.text("dialect"))
        request.zone = Change(reader.text("zone"))
        request.jitter = Change(reader.text("jitter"))
        request.active = Change(reader.texts("active"))
        request.quiet = Change(reader.texts("quiet"))
        request.onBlocked = Change(reader.text("on_blocked"))
        request.start = Change(moment("start", &reader))
        request.end = Change(moment("end", &reader))
        request.maxRuns = Change(reader.integer("max_runs"))
        request.isAfterCompletion = Change(reader.flag("after_completion"))
        request.misfire = Change(reader.text("misfire"))
        request.tolerance = Change(reader.text("tolerance"))
        request.catchUpWindow = Change(reader.text("catch_up_window"))
        request.maxCatchUp = Change(reader.integer("max_catch_up"))
        request.overlap = Change(reader.text("overlap"))
        request.bufferLimit = Change(reader.integer("buffer_limit"))
        request.pauseAfterFailures = Change(reader.integer("pause_after"))
        request.pulse.prompt = Change(reader.text("prompt"))
        request.pulse.command = Change(reader.command("command"))
        request.pulse.webhook = Change(webhook(&reader))
        request.pulse.priority = Change(reader.text("priority"))
        request.pulse.session = Change(reader.text("session"))
        request.pulse.notes = Change(reader.texts("sticky_notes"))
        request.pulse.tags = Change(reader.texts("tags"))
        request.pulse.runner = Change(reader.text("runner"))
        request.pulse.directory = Change(reader.text("cwd"))
        request.pulse.environment = Change(reader.map("env"))
        request.pulse.timeout = Change(reader.text("timeout"))
        request.pulse.retry = Change(retry(&reader))
        request.pulse.onLost = Change(reader.text("on_lost"))
        request.pulse.expiresAfter = Change(reader.text("expires_after"))
        request.pulse.pools = Change(pools(&reader))
        request.agent = Change(reader.text("agent"))
        return request
    }

    /// `pool:` for one, `pools:` for some.
    static func pools(_ reader: inout NodeReader) -> [String]? {
        if reader.has("pools"), reader.has("pool") {
            reader.refuse("pool", expected: "pool or pools, not both", hint: "name all of them below pools")
        }
        return reader.texts(reader.has("pools") ? "pools" : "pool")
    }

    private static let retryKeys = ["attempts", "backoff", "delay", "max_delay", "window", "fatal", "transient"]

    static func retry(_ reader: inout NodeReader) -> RetryRequest? {
        guard var inner = reader.inner("retry", known: retryKeys, expected: "a map such as { attempts: 5, delay: 10s }") else { return nil }
        var backoff: RetryRequest.Backoff?
        if inner.isList("backoff") {
            backoff = inner.texts("backoff").map { .list($0) }
        } else {
            backoff = inner.text("backoff").map { .kind($0) }
        }
        let request = RetryRequest(
            attempts: inner.integer("attempts"), backoff: backoff, delay: inner.text("delay"), maxDelay: inner.text("max_delay"),
            window: inner.text("window"), fatal: inner.texts("fatal"), transient: inner.texts("transient"))
        reader.take(inner.issues)
        return request
    }

    private static let webhookKeys = ["url", "method", "headers", "payload", "text", "secrets", "follow_redirects"]

    /// A URL, or a map with one.
    static func webhook(_ reader: inout NodeReader) -> WebhookRequest? {
        if let url = reader.plain("webhook") { return WebhookRequest(url: url) }
        let expected = "a URL, or a map with url"
        guard var inner = reader.inner("webhook", known: webhookKeys, expected: expected) else { return nil }
        let url = inner.text("url")
        if url == nil, inner.issues.isEmpty { reader.refuse("webhook", expected: expected) }
        let request = WebhookRequest(
            url: url ?? "", method: inner.text("method"), headers: inner.map("headers") ?? [:], payload: inner.json("payload"),
            text: inner.text("text"), secrets: inner.texts("secrets") ?? [], redirects: inner.integer("follow_redirects"))
        reader.take(inner.issues)
        return request
    }

    /// A file is read again and again: `tomorrow` would mean another day each time.
    private static func moment(_ key: String, _ reader: inout NodeReader) -> String? {
        guard let text = reader.text(key) else { return nil }
        let year = text.prefix(5)
        guard year.count == 5, year.hasSuffix("-"), year.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }) else {
            reader.refuse(key, expected: "a date and a time, such as 2026-01-20T09:00", value: LogText.quoted(text))
            return nil
        }
        return text
    }
}
