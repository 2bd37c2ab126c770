/// The unit file of systemd (systemd.service(5)), for version 252 and later.
///
/// `Type=notify-reload`, `RestartSteps=` and `RestartMaxDelaySec=` came later, and a `Type=` that is unknown is ignored; so reloading is a
/// signal, and the daemon says RELOADING=1 itself.
struct SystemdUnit {
    let plan: ServicePlan

    var text: String {
        let sections = [("Unit", unit), ("Service", service), ("Install", ["WantedBy=\(target)"])]
        let body = sections.map { name, lines in "[\(name)]\n" + lines.map { $0 + "\n" }.joined() }
        return "# \(ServicePlan.mark); `upbeat uninstall` removes it. Changes of your own: systemctl\(user) edit upbeat\n\n"
            + body.joined(separator: "\n")
    }

    private var user: String { plan.scope == .user ? " --user" : "" }
    private var target: String { plan.scope == .user ? "default.target" : "multi-user.target" }

    private var unit: [String] {
        var lines = ["Description=Upbeat, the always-on half of an AI agent"]
        // A user's manager knows no units of the system.
        if plan.scope == .system { lines += ["Wants=network-online.target", "After=network-online.target time-sync.target"] }
        // What is always on never gives up; RestartSec keeps it from spinning.
        return lines + ["StartLimitIntervalSec=0"]
    }

    private var service: [String] {
        [
            "Type=notify",
            "NotifyAccess=main",
            "ExecStart=" + SystemdText.command(plan.program, ["run"]),
            "ExecReload=/bin/kill -HUP $MAINPID",
            "WatchdogSec=60",
            // The watchdog's ABRT has the runtime of Swift, where it is not built in, write a backtrace to the journal and go on.
            "TimeoutAbortSec=15",
            "Restart=on-failure",
            "RestartSec=5",
            // No access and wrong usage do not mend by themselves.
            "RestartPreventExitStatus=4 64",
            // The daemon ends its children itself; what is left after its end is killed.
            "KillMode=mixed",
            "TimeoutStartSec=90",
            // engine.drain_limit is 30 s, and 5 s more are its last resort; for a longer one the daemon asks for more time itself.
            "TimeoutStopSec=45",
        ] + plan.environment.map { "Environment=" + SystemdText.assignment($0.name, $0.value) } + places + sandbox
    }

    /// Folders and the account.
    private var places: [String] {
        guard plan.scope == .system else { return ["WorkingDirectory=%h"] }
        var lines = ["EnvironmentFile=-/etc/upbeat/environment"]
        if let account = plan.account {
            lines += ["User=\(account)", "WorkingDirectory=~"]
        } else {
            lines += ["DynamicUser=yes", "User=upbeat", "WorkingDirectory=\(Home.System.state)"]
        }
        guard plan.home.isSystem else { return lines }
        return lines + [
            "StateDirectory=upbeat", "StateDirectoryMode=0700", "RuntimeDirectory=upbeat", "RuntimeDirectoryMode=0700",
            "ConfigurationDirectory=upbeat",
        ]
    }

    private var sandbox: [String] {
        switch (plan.scope, plan.profile) {
        // Sandboxing in a user's manager needs user namespaces, and the unit fails where those are off.
        case (.user, _): []
        case (.system, .agents): SystemdSandbox.agents
        case (.system, .webhooks): SystemdSandbox.webhooks
        }
    }
}
