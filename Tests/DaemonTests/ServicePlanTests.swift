import Foundation
import Testing

@testable import Daemon

@Suite("a service on paper")
struct ServicePlanTests {
    private static let variables = ["HOME": "/home/me", "PATH": "/home/me/bin:/usr/bin"]

    private func request(
        _ scope: ServiceScope?, _ profile: ServiceProfile? = nil, manager: ServiceManager = .systemd, account: String? = nil,
        program: String = "/bin/sh", with more: [String: String] = [:], isRoot: Bool = false
    ) -> ServiceRequest {
        ServiceRequest(
            manager: manager, scope: scope, profile: profile, account: account, program: program,
            environment: Self.variables.merging(more) { $1 }, isRoot: isRoot)
    }

    private func lines(_ request: ServiceRequest) throws -> [String] {
        try ServicePlan.decide(request, isOnPaper: true).text.split(separator: "\n").map(String.init)
    }

    private func refusal(_ request: ServiceRequest, isOnPaper: Bool = true) -> ServiceError? {
        do {
            _ = try ServicePlan.decide(request, isOnPaper: isOnPaper)
            return nil
        } catch {
            return error
        }
    }

    @Test("root installs the machine's service, everybody else their own; for agents")
    func choices() throws {
        let mine = try ServicePlan.decide(request(nil), isOnPaper: true)
        #expect(mine.file == "/home/me/.config/systemd/user/upbeat.service" && mine.scope == .user && mine.profile == .agents)
        let machines = try ServicePlan.decide(request(nil, isRoot: true), isOnPaper: true)
        #expect(machines.file == "/etc/systemd/system/upbeat.service" && machines.scope == .system && machines.profile == .agents)
        let mac = try ServicePlan.decide(request(nil, manager: .launchd, isRoot: true), isOnPaper: true)
        #expect(mac.file == "/home/me/Library/LaunchAgents/org.upbeat.daemon.plist" && mac.scope == .user)
    }

    @Test("every unit is ours by its first line, is watched, and is restarted when it fails")
    func common() throws {
        for request in [request(.user), request(.system, .agents), request(.system, .webhooks)] {
            let lines = try lines(request)
            #expect(lines[0].hasPrefix("# Written by `upbeat install`"))
            for line in [
                "Type=notify", "NotifyAccess=main", "ExecStart=/bin/sh run", "ExecReload=/bin/kill -HUP $MAINPID", "WatchdogSec=60",
                "TimeoutAbortSec=15",
                "Restart=on-failure", "KillMode=mixed",
            ] {
                #expect(lines.contains(line), "\(line)")
            }
        }
    }

    @Test("the user's unit is light, and goes where the commands go")
    func user() throws {
        let more = ["XDG_STATE_HOME": "/data/state", "XDG_CONFIG_HOME": "relative", "UPBEAT_HTTP_PORT": "1"]
        let lines = try lines(request(.user, with: more))
        #expect(
            lines.filter { $0.hasPrefix("Environment") } == [
                "Environment=PATH=/home/me/bin:/usr/bin", "Environment=XDG_STATE_HOME=/data/state",
            ])
        #expect(lines.contains("WantedBy=default.target") && lines.contains("WorkingDirectory=%h"))
        #expect(!lines.contains { $0.hasPrefix("Protect") || $0.hasPrefix("User=") })
        #expect(try self.lines(request(.user, with: ["UPBEAT_HOME": "~/up beat"])).contains("Environment=\"UPBEAT_HOME=/home/me/up beat\""))
    }

    @Test("the machine's unit uses the machine's folders; agents run as whom they belong to")
    func system() throws {
        let agents = try lines(request(.system, with: ["SUDO_USER": "alice"]))
        for line in [
            "User=alice", "WorkingDirectory=~", "Environment=UPBEAT_HOME=system", "StateDirectory=upbeat", "RuntimeDirectory=upbeat",
        ] {
            #expect(agents.contains(line), "\(line)")
        }
        for name in ["MemoryDenyWriteExecute", "RestrictNamespaces", "ProtectHome", "PrivateUsers", "SystemCallFilter=@", "DynamicUser"] {
            #expect(!agents.contains { $0.hasPrefix(name) }, "\(name)")
        }
        #expect(try lines(request(.system, account: "bob", with: ["SUDO_USER": "alice"])).contains("User=bob"))
        #expect(try lines(request(.system, with: ["SUDO_USER": "root"])).contains("User=upbeat"))
        let moved = try lines(request(.system, with: ["UPBEAT_HOME": "/srv/up"]))
        #expect(moved.contains("Environment=UPBEAT_HOME=/srv/up") && !moved.contains { $0.hasPrefix("StateDirectory") })
        let webhooks = try lines(request(.system, .webhooks, with: ["SUDO_USER": "alice"]))
        for line in ["DynamicUser=yes", "MemoryDenyWriteExecute=yes", "ProtectSystem=strict", "StateDirectoryMode=0700"] {
            #expect(webhooks.contains(line), "\(line)")
        }
        #expect(webhooks.contains("Environment=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
    }

    @Test("a file of settings that was named is that of the service as well")
    func config() throws {
        for scope in [ServiceScope.user, .system] {
            let lines = try lines(request(scope, with: ["UPBEAT_CONFIG": "/home/me/my gateway.json"]))
            #expect(lines.contains("Environment=\"UPBEAT_CONFIG=/home/me/my gateway.json\""), "\(lines)")
            #expect(try !self.lines(request(scope, with: ["UPBEAT_CONFIG": ""])).contains { $0.contains("UPBEAT_CONFIG") })
        }
        let mac = try ServicePlan.decide(request(.user, manager: .launchd, with: ["UPBEAT_CONFIG": "/g.json"]), isOnPaper: true)
        #expect(mac.environment.contains { $0 == ("UPBEAT_CONFIG", "/g.json") })
    }

    @Test("PATH keeps absolute folders, each once; what is left out is said")
    func path() throws {
        let odd = request(.user, with: ["PATH": "bin:/a b:/usr/bin::/a b:./x:/usr/bin:/c\nd"])
        let plan = try ServicePlan.decide(odd, isOnPaper: true)
        #expect(plan.path == ["/a b", "/usr/bin"])
        #expect(plan.warnings.count == 3 && plan.warnings[2].contains("\"/c\\nd\""))
        #expect(plan.text.contains("\nEnvironment=\"PATH=/a b:/usr/bin\"\n"))
        for value in ["", ":", "bin"] { #expect(SearchPath.folders(of: value).folders == SearchPath.standard) }
        #expect(SearchPath.folders(of: nil).leftOut.isEmpty)
    }

    @Test("the account's own programs go first")
    func ownPrograms() throws {
        try TemporaryHome.with { temporary in
            let home = temporary.folder + "/user"
            #expect(SearchPath.ownFolders(in: home).isEmpty)
            try FileManager.default.createDirectory(atPath: home + "/.local/bin", withIntermediateDirectories: true)
            #expect(SearchPath.ownFolders(in: home) == [home + "/.local/bin"])
            let found = SearchPath.folders(of: "/usr/bin", first: SearchPath.ownFolders(in: home)).folders
            #expect(found == [home + "/.local/bin", "/usr/bin"])
        }
    }

    @Test(
        "a command reaches systemd as it is",
        arguments: [
            ("/opt/up/upbeat", "/opt/up/upbeat run"), ("/a b/upbeat", "\"/a b/upbeat\" run"), ("/50%/upbeat", "/50%%/upbeat run"),
            ("/$x/upbeat", ":\"/$x/upbeat\" run"), ("/ü/upbeat", "\"/ü/upbeat\" run"),
            ("/q\"'\\u/upbeat", #":/bin/sh -c "exec \"$0\" \"$@\"" "/q\"'\\u/upbeat" run"#),
        ])
    func escaping(program: String, expected: String) { #expect(SystemdText.command(program, ["run"]) == expected) }

    @Test("variables are quoted as systemd reads them")
    func assignments() {
        #expect(SystemdText.assignment("A", "/x/y") == "A=/x/y")
        #expect(SystemdText.assignment("A", "$x %h \"q\" \\") == #""A=$x %%h \"q\" \\""#)
        #expect(SystemdText.assignment("A", "") == "A=")
    }

    @Test("what does not go together is refused in a sentence")
    func refusals() {
        #expect(refusal(request(.user, .webhooks)) == .webhooksForUser)
        #expect(refusal(request(nil, .webhooks)) == .webhooksForUser)
        #expect(refusal(request(.system, manager: .launchd)) == .systemOfLaunchd)
        #expect(refusal(request(.user, .agents, manager: .launchd)) == .profileOfLaunchd)
        #expect(refusal(request(.system, .webhooks, with: ["UPBEAT_HOME": "/srv/up"])) == .movedWebhooks(folder: "/srv/up"))
        #expect(refusal(request(.user, with: ["UPBEAT_HOME": "system"])) == .systemHomeForUser)
        #expect(refusal(request(.user, account: "bob")) == .accountWithoutUse)
        #expect(refusal(request(.system, .webhooks, account: "bob")) == .accountWithoutUse)
        for name in ["", "a b", "-x", "%i", "a\nUser=root", "x$"] { #expect(refusal(request(.system, account: name)) == .badAccount(name)) }
        let missing = refusal(request(.system, account: "no-such-account"), isOnPaper: false)
        #expect(missing == .noAccount("no-such-account") && missing?.exitCode == 5)
        for program in ["upbeat", "./upbeat", "/nowhere/upbeat", "/etc", ""] {
            #expect(refusal(request(.user, program: program)) == .noProgram(program))
        }
        #expect(refusal(request(.user, with: ["UPBEAT_HOME": "/a\nb"])) == .unusable(what: "UPBEAT_HOME", value: "/a\nb"))
        #expect(refusal(request(.user, with: ["UPBEAT_HOME": "up"])) == .home(.notAbsolute(variable: "UPBEAT_HOME", value: "up")))
    }

    @Test("without HOME the list of users says where the home folder is")
    func noHome() throws {
        let plain = ServiceRequest(manager: .systemd, scope: .user, program: "/bin/sh", environment: [:])
        let folder = try #require(getpwuid(geteuid())).pointee.pw_dir.map { String(cString: $0) }
        #expect(try ServicePlan.decide(plain, isOnPaper: true).file == "\(folder ?? "")/.config/systemd/user/upbeat.service")
    }

    @Test("the agent of launchd is escaped, and has what keeps it running on time")
    func launchd() throws {
        let plan = try ServicePlan.decide(request(.user, manager: .launchd, with: ["HOME": "/Users/<a>&b"]), isOnPaper: true)
        let object = try PropertyListSerialization.propertyList(from: Data(plan.text.utf8), format: nil)
        let list = try #require(object as? [String: Any])
        #expect(list["Label"] as? String == "org.upbeat.daemon" && list["ProgramArguments"] as? [String] == ["/bin/sh", "run"])
        #expect(list["WorkingDirectory"] as? String == "/Users/<a>&b")
        #expect(list["StandardErrorPath"] as? String == "/Users/<a>&b/Library/Logs/upbeat/launchd.log")
        #expect((list["KeepAlive"] as? [String: Bool]) == ["SuccessfulExit": false] && list["ExitTimeOut"] as? Int == 30)
        #expect(list["ProcessType"] as? String == "Interactive" && list["LegacyTimers"] as? Bool == true)
    }
}
