/// What the machine's service may not do (systemd.exec(5)). Everything it starts inherits it.
enum SystemdSandbox {
    /// What takes nothing from an agent that works as a person does.
    ///
    /// Left out, and why: `MemoryDenyWriteExecute` (V8 makes code while it runs), `RestrictNamespaces`, `PrivateUsers`,
    /// `ProtectHostname`, a list of the only calls that are allowed (agents make sandboxes of their own), `ProtectKernelTunables`,
    /// `ProtectKernelLogs`, `ProtectProc`, `ProtectControlGroups` (what hides a part of /proc or /sys keeps those sandboxes from mounting
    /// theirs), `ProtectHome`, `ProtectSystem=strict` (repositories and logins are in home folders), `PrivateTmp` (files are passed
    /// through /tmp), `PrivateDevices` (GPU, terminals), `IPAddressDeny` (the network is their work), `UMask` (what agents write is for
    /// people). `NoNewPrivileges` stays: an agent that nobody watches has no use of sudo. The calls that are denied are those of root.
    static let agents = [
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "AmbientCapabilities=",
        "ProtectSystem=full",
        "ProtectKernelModules=yes",
        "ProtectClock=yes",
        "LockPersonality=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "SystemCallArchitectures=native",
        "SystemCallFilter=~@clock @module @obsolete @raw-io @reboot @swap",
        "SystemCallErrorNumber=EPERM",
    ]

    /// All that a daemon can do without whose only work is to call out.
    ///
    /// Left out: `ProcSubset=pid` (the daemon reads /proc/loadavg and the boot's id), `IPAddressDeny` and `PrivateNetwork` (it calls out).
    /// AF_NETLINK is for getaddrinfo(3), which asks what addresses this machine has.
    static let webhooks = [
        "UMask=0077",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "AmbientCapabilities=",
        "DevicePolicy=closed",
        "LockPersonality=yes",
        "MemoryDenyWriteExecute=yes",
        "PrivateDevices=yes",
        "PrivateMounts=yes",
        "PrivateTmp=yes",
        "PrivateUsers=yes",
        "ProtectClock=yes",
        "ProtectControlGroups=yes",
        "ProtectHome=yes",
        "ProtectHostname=yes",
        "ProtectKernelLogs=yes",
        "ProtectKernelModules=yes",
        "ProtectKernelTunables=yes",
        "ProtectProc=invisible",
        "ProtectSystem=strict",
        "RemoveIPC=yes",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
        "RestrictNamespaces=yes",
        "RestrictRealtime=yes",
        "RestrictSUIDSGID=yes",
        "SystemCallArchitectures=native",
        "SystemCallFilter=@system-service",
        "SystemCallFilter=~@privileged @resources",
        "SystemCallErrorNumber=EPERM",
    ]
}
