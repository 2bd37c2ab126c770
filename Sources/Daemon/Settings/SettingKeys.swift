extension SettingKey {
    private static let day = Duration.seconds(86_400)

    /// Every setting there is, in the order of the documentation.
    package static let all: [SettingKey] = [
        SettingKey("zone", .zone, machineDefault: "the host's", help: "the time zone of schedules and phrases that name none"),
        SettingKey(
            "desk", .path, machineDefault: "~/my_reeve where it exists, else ~", secondNames: ["REEVE_DESK_PATH"],
            help: "the folder that agents work in"),
        SettingKey(
            "default_runner", .runner, machineDefault: "the first one that is installed", help: "the runner of prompts that name none"),
        SettingKey("http.enabled", .flag, default: "true", help: "whether to listen on TCP beside the socket"),
        SettingKey("http.host", .address, default: "127.0.0.1", secondNames: ["PULSE_API_HOST"], help: "the address to listen on"),
        SettingKey(
            "http.port", .integer(0...65535), default: "8765", secondNames: ["PULSE_API_PORT"],
            help: "the port to listen on; 0 lets the system choose"),
        SettingKey(
            "http.token", .secret, machineDefault: "none", secondNames: ["PULSE_API_TOKEN"],
            help: "a token that is taken beside the stored ones"),
        SettingKey(
            "http.allowed_hosts", .hosts, machineDefault: "none", help: "names in Host that are taken beside the address itself"),
        SettingKey(
            "http.agent_rate", .integer(0...10_000), default: "20",
            help: "requests a second that the token of an agent may make, twice as many at once; 0: without bound"),
        SettingKey(
            "http.stream_limit", .integer(1...1024), default: "32", help: "answers that are followed at once: events, and output of runs"),
        SettingKey(
            "http.tls.certificate", .path, machineDefault: "none",
            help: "the certificate to show over TLS, with those that vouch for it: a PEM file"),
        SettingKey("http.tls.key", .path, machineDefault: "in the file of the certificate", help: "the certificate's key: a PEM file"),
        SettingKey(
            "http.behind_proxy", .flag, default: "false",
            help: "a reverse proxy in front ends TLS and says in X-Forwarded-For who asks"),
        SettingKey(
            "http.max_connections", .integer(1...65_535), default: "256", help: "how many connections over TCP there are at once"),
        SettingKey(
            "http.body_limit", .bytes((64 << 10)...(64 << 20)), default: "1MiB", help: "how much the body of a request may hold"),
        SettingKey("log.level", .level, default: "info", secondNames: ["LOG_LEVEL"], help: "the least important messages that are kept"),
        SettingKey(
            "log.file", .path, machineDefault: "upbeat.log in the state folder", secondNames: ["LOG_FILE"],
            help: "where the log is kept, in JSON lines"),
        SettingKey("engine.slots", .integer(1...10_000), machineDefault: "processors x 2", help: "how many runs there are at once"),
        SettingKey(
            "engine.sleep_bound", .duration(.seconds(1) ... .seconds(3600)), default: "30s",
            secondNames: [SecondName("DAEMON_TICK_INTERVAL_SECONDS", reading: .seconds)],
            help: "the longest sleep before the clock is looked at again"),
        SettingKey(
            "engine.drain_limit", .duration(.zero ... .seconds(3600)), default: "30s", help: "how long running work may go on at shutdown"),
        SettingKey("run.timeout", .duration(.seconds(1)...day * 30), default: "1h", help: "how long one attempt may take"),
        SettingKey("run.grace", .duration(.zero ... .seconds(3600)), default: "5s", help: "the time between TERM and KILL"),
        SettingKey(
            "run.output_limit", .bytes((1 << 10)...(1 << 30)), default: "1MiB", help: "how much of each output stream of a run is kept"),
        SettingKey("retry.attempts", .integer(1...100), default: "3", help: "how many attempts a pulse has"),
        SettingKey("retry.base", .duration(.zero...day), default: "30s", help: "the wait before the second attempt; it doubles"),
        SettingKey("retry.max_delay", .duration(.zero...day * 7), default: "15m", help: "the longest wait between attempts"),
        SettingKey(
            "scheduler.enabled", .flag, default: "true", secondNames: ["SCHEDULER_ENABLED"],
            help: "false: the daemon starts with everything paused"),
        SettingKey(
            "retention.age", .duration(.seconds(3600)...day * 3660), default: "30d", help: "how long what has ended is kept"),
        SettingKey("retention.pulses", .integer(0...100_000_000), default: "100000", help: "how many ended pulses are kept at most"),
        SettingKey(
            "retention.occurrences", .integer(0...100_000_000), default: "500000",
            help: "how many records of what became of schedules' times are kept at most"),
        SettingKey("retention.events", .integer(0...100_000_000), default: "500000", help: "how many events are kept at most"),
        SettingKey(
            "daemon.pid_file", .path, machineDefault: "none", help: "where the number of the daemon's process is written",
            secondKeys: ["pidFile"]),
        SettingKey(
            "daemon.watchdog_interval", .duration(.seconds(1) ... .seconds(3600)),
            machineDefault: "half the time of the service's watchdog",
            help: "how often the daemon looks whether its parts make progress",
            secondKeys: [SecondName("watchdogInterval", reading: .milliseconds)]),
        SettingKey(
            "prompt.max_length", .integer(1...1_000_000), default: "100000", help: "how many characters a prompt may have"),
        SettingKey(
            "webhooks.allow", .places, machineDefault: "none",
            help: "addresses and hosts that webhooks may call beside public ones; link-local and metadata addresses only as addresses"),
        SettingKey(
            "webhooks.agent_secrets", .references, machineDefault: "none", help: "references to secrets that agents may use in webhooks"),
        SettingKey(
            "hapi.command", .program, default: "hapi", secondNames: ["HAPI_COMMAND"], help: "the program of the runner hapi"),
    ]

    package static func named(_ name: String) -> SettingKey? { all.first { $0.name == name } }

    /// Our own variables that are no settings.
    static let otherVariables: Set<String> = [
        "UPBEAT_HOME", "UPBEAT_CONFIG", "UPBEAT_RUN", "UPBEAT_ATTEMPT", "UPBEAT_BENCHMARKS", "UPBEAT_SOCKET", "UPBEAT_TOKEN",
    ]
    static let otherPrefixes = ["UPBEAT_PULSE_"]

    /// Every variable name of ours, for the nearest one to a misspelt.
    static let environmentNames = all.map(\.environmentName) + otherVariables.sorted()
}
