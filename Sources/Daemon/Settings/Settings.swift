package import Logging
import Outbound
package import Pulses

/// All settings, checked and complete.
package struct Settings: Sendable {
    /// The IANA name of the zone of what names none.
    package var zone: String
    /// The folder that agents work in.
    package var desk: String
    package var http: HTTP
    package var log: Log
    package var engine: Engine
    package var run: Run
    package var retry: RetryPolicy
    package var promptMaximumLength: Int
    package var webhooks: Webhooks
    package var runners: RunnerCatalogue
    /// Whether schedules and pulses start; false: the daemon begins with everything paused.
    package var isSchedulerEnabled: Bool
    /// How long what has ended is kept, and how much of it.
    package var retention: PruningPolicy
    /// The schedules of the files that are in order.
    package var schedules: [DeclaredSchedule] = []
    /// Those that are not: each is refused alone, and what is in force of it from before stays.
    package var refused: [RefusedSchedule] = []
    package var agents: [Agent] = []
    /// In the order of the files.
    package var pools: [DeclaredPool] = []
    /// The hooks of the files that are in order.
    package var hooks: [DeclaredHook] = []
    /// Those that are not: each is refused alone, and what is in force of it from before stays.
    package var refusedHooks: [RefusedSchedule] = []
    /// When nothing may start.
    package var maintenance: ScheduleJudge.Maintenance?
    package var daemon: Daemon
    /// Every key with its value and where it came from, in the order of the documentation.
    package var effective: [EffectiveSetting]
    /// What a person should know though nothing is wrong; one sentence each, without control characters.
    package var warnings: [String]

    package struct HTTP: Hashable, Sendable {
        package var isEnabled: Bool
        package var host: String
        /// 0 lets the system choose.
        package var port: Int
        /// A token that is taken beside the stored ones.
        package var token: Secret?
        /// In lower case, without ports.
        package var allowedHosts: [String]
        /// Requests a second of an agent's token; nil: without bound.
        package var agentRate: Int?
        /// Answers that last (events, output that is followed) at once.
        package var streamLimit: Int
        package var tls: TLS?
        /// Whether a reverse proxy in front ends TLS, and says who asks.
        package var isBehindProxy = false
        /// Connections at once, as far as the system lets.
        package var maximumConnections = 256
        /// Bytes of a body.
        package var bodyLimit = 1 << 20

        /// PEM files.
        package struct TLS: Hashable, Sendable {
            package var certificate: String
            /// The same file where it holds both.
            package var key: String
        }

        /// Whether only this machine gets to an address; what a name stands for is not looked up.
        static func isLoopback(_ host: String) -> Bool {
            host == "localhost" || host == "::1" || (host.hasPrefix("127.") && IPAddress(host) != nil)
        }
    }

    package struct Log: Hashable, Sendable {
        package var level: Logger.Level
        package var file: String
    }

    package struct Engine: Hashable, Sendable {
        package var slots: Int
        package var sleepBound: Duration
        package var drainLimit: Duration
    }

    /// The process itself.
    package struct Daemon: Hashable, Sendable {
        /// A file for the process's number; nil for none.
        package var pidFile: String?
        /// How often the parts are looked at; nil leaves it to the service manager, and without one they are not.
        package var watchdogInterval: Duration?
    }

    package struct Webhooks: Hashable, Sendable {
        /// Addresses, blocks and host names that may be called whoever asks.
        package var allowed: [String]
        /// References that agents may use.
        package var agentSecrets: [String]
    }

    package struct Run: Hashable, Sendable {
        package var timeout: Duration
        package var grace: Duration
        /// Bytes kept of each stream.
        package var outputLimit: Int
    }
}
