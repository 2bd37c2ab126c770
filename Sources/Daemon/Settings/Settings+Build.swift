import Foundation
import Logging
import Pulses
import Recurrence
import StrictJSON

extension Settings {
    /// Puts the values together; nil where one is missing because it is wrong, which `table` has on record.
    init?(table: inout SettingsTable, content: FileContent, home: Home) {
        let values = table.read()
        let expand = { (text: String) in Tilde.expanded(text, home: home.user) }
        var warnings: [String] = []
        let runners = Self.catalogue(values, content, expand, &table, &warnings)
        guard let zone = values.text("zone"), let desk = values.text("desk").map(expand), let isEnabled = values.flag("http.enabled"),
            let host = values.text("http.host"), let port = values.integer("http.port"),
            let level = values.level("log.level"), let file = values.text("log.file").map(expand),
            let slots = values.integer("engine.slots"), let sleepBound = values.duration("engine.sleep_bound"),
            let drainLimit = values.duration("engine.drain_limit"), let timeout = values.duration("run.timeout"),
            let grace = values.duration("run.grace"), let outputLimit = values.bytes("run.output_limit"),
            let attempts = values.integer("retry.attempts"), let base = values.duration("retry.base"),
            let ceiling = values.duration("retry.max_delay"), let length = values.integer("prompt.max_length"),
            let isSchedulerEnabled = values.flag("scheduler.enabled"), let age = values.duration("retention.age"),
            let pulses = values.integer("retention.pulses"), let occurrences = values.integer("retention.occurrences"),
            let events = values.integer("retention.events"), let agentRate = values.integer("http.agent_rate"),
            let streamLimit = values.integer("http.stream_limit"), let isBehindProxy = values.flag("http.behind_proxy"),
            let connections = values.integer("http.max_connections"), let bodyLimit = values.bytes("http.body_limit")
        else { return nil }
        if base > ceiling {
            table.refuse(
                "retry.base", expected: "at most retry.max_delay, which is \(HumanDuration.format(ceiling))",
                value: HumanDuration.format(base),
                hint: "raise retry.max_delay too")
        }
        let token = values.secret("http.token")
        if let token, token.revealed.utf8.count < 16 { warnings.append("http.token has fewer than 16 characters and can be guessed") }
        if (try? FileFacts.of(desk))??.kind != .folder {
            warnings.append("desk is \(LogText.quoted(desk)), which is not a folder; runs fail until it is there")
        }
        self.zone = zone
        self.desk = desk
        http = HTTP(
            isEnabled: isEnabled, host: host, port: port, token: token, allowedHosts: values.texts("http.allowed_hosts"),
            agentRate: agentRate > 0 ? agentRate : nil, streamLimit: streamLimit, tls: Self.tls(values, expand, &warnings),
            isBehindProxy: isBehindProxy, maximumConnections: connections, bodyLimit: bodyLimit)
        Self.checkReach(http, &table, &warnings)
        log = Log(level: level, file: file)
        engine = Engine(slots: slots, sleepBound: sleepBound, drainLimit: drainLimit)
        run = Run(timeout: timeout, grace: grace, outputLimit: outputLimit)
        retry = RetryPolicy(attempts: attempts, backoff: .exponential(base), ceiling: ceiling)
        promptMaximumLength = length
        webhooks = Webhooks(allowed: values.texts("webhooks.allow"), agentSecrets: values.texts("webhooks.agent_secrets"))
        daemon = Daemon(pidFile: values.text("daemon.pid_file").map(expand), watchdogInterval: values.duration("daemon.watchdog_interval"))
        self.isSchedulerEnabled = isSchedulerEnabled
        retention = PruningPolicy(age: age, pulses: pulses, occurrences: occurrences, events: events)
        self.runners = runners
        effective = table.effective
        self.warnings = warnings
    }

    private static func tls(
        _ values: [String: SettingValue], _ expand: (String) -> String, _ warnings: inout [String]
    ) -> HTTP.TLS? {
        let key = values.text("http.tls.key").map(expand)
        guard let certificate = values.text("http.tls.certificate").map(expand) else {
            if key != nil { warnings.append("http.tls.key is ignored: there is no http.tls.certificate") }
            return nil
        }
        return HTTP.TLS(certificate: certificate, key: key ?? certificate)
    }

    /// What other machines can get to is encrypted, or somebody has said who does it.
    private static func checkReach(_ http: HTTP, _ table: inout SettingsTable, _ warnings: inout [String]) {
        guard http.isEnabled, !HTTP.isLoopback(http.host) else { return }
        if http.tls == nil, !http.isBehindProxy {
            table.refuse(
                "http.host", expected: "an address of this machine alone (127.0.0.1, ::1 or localhost) where nothing is encrypted",
                value: LogText.quoted(http.host),
                hint:
                    "for other machines set http.tls.certificate and http.tls.key, or http.behind_proxy: true where a reverse proxy ends TLS"
            )
        }
        if ["0.0.0.0", "::"].contains(http.host), http.allowedHosts.isEmpty {
            warnings.append(
                "http.host is \(http.host) and http.allowed_hosts is empty: requests that name this machine otherwise than localhost are refused"
            )
        }
    }

    /// The file's runners, the preset hapi with its program, then the other presets.
    private static func catalogue(
        _ values: [String: SettingValue], _ content: FileContent, _ expand: (String) -> String, _ table: inout SettingsTable,
        _ warnings: inout [String]
    ) -> RunnerCatalogue {
        var declared = content.runners.map(\.runner)
        for index in declared.indices { declared[index].command[0] = expand(declared[index].command[0]) }
        if let program = values.text("hapi.command").map(expand), program != "hapi" {
            if let own = content.runners.first(where: { $0.runner.name == "hapi" }) {
                warnings.append("hapi.command is ignored: the runner hapi is declared at \(own.origin)")
            } else if var preset = Runner.presets.first(where: { $0.name == "hapi" }) {
                preset.command[0] = program
                declared.append(preset)
            }
        }
        let preferred = values.text("default_runner")
        let catalogue = RunnerCatalogue(declared: declared, preferred: preferred)
        if let preferred, catalogue[preferred] == nil,
            !content.issues.contains(where: { $0.key?.hasPrefix("runners.\(preferred)") == true })
        {
            let near = nearest(preferred, in: catalogue.names).map { "did you mean \($0)?" }
            table.refuse(
                "default_runner", expected: "one of " + catalogue.names.joined(separator: ", "), value: LogText.quoted(preferred),
                hint: near)
        }
        return catalogue
    }
}

extension [String: SettingValue] {
    fileprivate func text(_ key: String) -> String? { if case .text(let value) = self[key] { value } else { nil } }
    fileprivate func integer(_ key: String) -> Int? { if case .integer(let value) = self[key] { value } else { nil } }
    fileprivate func duration(_ key: String) -> Duration? { if case .duration(let value) = self[key] { value } else { nil } }
    fileprivate func bytes(_ key: String) -> Int? { if case .bytes(let value) = self[key] { value } else { nil } }
    fileprivate func flag(_ key: String) -> Bool? { if case .flag(let value) = self[key] { value } else { nil } }
    fileprivate func level(_ key: String) -> Logger.Level? { if case .level(let value) = self[key] { value } else { nil } }
    fileprivate func secret(_ key: String) -> Secret? { if case .secret(let value) = self[key] { value } else { nil } }
    fileprivate func texts(_ key: String) -> [String] { if case .texts(let value) = self[key] { value } else { [] } }
}
